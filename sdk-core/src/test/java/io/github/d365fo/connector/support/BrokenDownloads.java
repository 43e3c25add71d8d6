package io.github.d365fo.connector.support;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Every way that we could think of to answer a download with something else than a whole package. */
public final class BrokenDownloads {
    /** Stands in pages and errors, and must be in no message. */
    public static final String MARK = "page-source-5f3b";

    private static final byte[] ZIP = Zips.ofSize(2_000);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String OLD = "HTTP/1.0 200 OK\r\n";
    private static final String PAGE =
            "<html><head><title>Sign in to your account</title></head><body>" + MARK + "</body></html>";

    private final List<Way> ways = new ArrayList<>();

    private BrokenDownloads() {}

    /**
     * A way, and what must follow from it.
     *
     * @param name what is done
     * @param error the type of the failure
     * @param words what its message says
     * @param reply what the server answers
     */
    public record Way(String name, Class<? extends ConnectorException> error, String words, Reply reply) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Returns the ways that any server has. */
    public static List<Way> ways() {
        BrokenDownloads all = new BrokenDownloads();
        all.cutOff();
        all.nothing();
        all.lengths();
        all.encodings();
        all.pages();
        all.errors();
        DamagedZips.with(PAGE.getBytes(StandardCharsets.UTF_8))
                .forEach((name, zip) -> all.integrity(name, "zip", Reply.bytes(200, zip)));
        return List.copyOf(all.ways);
    }

    /** Returns the ways of the environment, which is asked for a range only after a try that broke off. */
    public static List<Way> waysOfTheEnvironment() {
        BrokenDownloads all = new BrokenDownloads();
        all.statuses();
        all.ranges();
        return List.copyOf(all.ways);
    }

    /** Returns a reply that sends these bytes and closes the connection. */
    public static Reply raw(String head, byte[] body) {
        return connection -> {
            connection.write(join(head.getBytes(StandardCharsets.ISO_8859_1), body));
            return false;
        };
    }

    private void cutOff() {
        int directory = ZIP.length - 22 - 46 - 13;
        for (int at : new int[] {1, 4, 29, 1_000, directory, directory + 20, ZIP.length - 22, ZIP.length - 1}) {
            byte[] cut = Arrays.copyOf(ZIP, at);
            String bytes = at + " bytes";
            integrity("cut after " + at + ", with that length", bytes, Reply.bytes(200, cut));
            integrity("cut after " + at + ", without a length", bytes, raw(OK + "\r\n", cut));
            integrity("cut after " + at + ", HTTP/1.0", bytes, raw(OLD + "\r\n", cut));
            integrity(
                    "cut after " + at + ", in chunks",
                    bytes,
                    raw(OK + "Transfer-Encoding: chunked\r\n\r\n", ended(cut)));
            transport("cut after " + at + ", more was announced", "broke off", Reply.truncated(ZIP.length, cut));
            transport(
                    "cut after " + at + " in a chunk",
                    "broke off",
                    raw(OK + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n", cut));
            transport(
                    "cut after " + at + " behind a chunk",
                    "broke off",
                    raw(OK + "Transfer-Encoding: chunked\r\n\r\n", chunk(cut)));
        }
    }

    private void nothing() {
        integrity("nothing, with a length", "empty", Reply.bytes(200, new byte[0]));
        integrity("nothing, without a length", "empty", raw(OK + "\r\n", new byte[0]));
        integrity("nothing, HTTP/1.0", "empty", raw(OLD + "\r\n", new byte[0]));
        integrity("nothing, in chunks", "empty", raw(OK + "Transfer-Encoding: chunked\r\n\r\n", ended(new byte[0])));
        transport("not even a head", "", raw("", new byte[0]));
        transport("half a head", "", raw("HTTP/1.1 200 OK\r\nContent-Len", new byte[0]));
        add("no content", ServiceException.class, "204", raw("HTTP/1.1 204 No Content\r\n\r\n", new byte[0]));
    }

    private void lengths() {
        for (String lengths : new String[] {
            "5|2000", "2000|5", "2000|2001", "2000, 5", "5, 2000", "-1", "-5", "99999999999999999999",
            "9223372036854775807", "many", "0x7D0", "2000.0", "+2000", "", "2 000", "2000;x=y"
        }) {
            StringBuilder head = new StringBuilder(OK);
            for (String length : lengths.split("\\|", -1)) {
                head.append("Content-Length: ").append(length).append("\r\n");
            }
            transport("Content-Length: " + lengths, "", raw(head + "\r\n", ZIP));
        }
        for (String framing : new String[] {
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 2000",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
            "Transfer-Encoding: x-secret"
        }) {
            transport(framing.replace("\r\n", ", "), "", raw(OK + framing + "\r\n\r\n", ended(ZIP)));
        }
        for (String size : new String[] {"zz", "-7d0", "ffffffffff", "7d 0"}) {
            transport(
                    "a chunk of " + size,
                    "",
                    raw(OK + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n", ended(ZIP)));
        }
        // The JDK takes a line without a size for the last chunk.
        integrity("a chunk without a size", "empty", raw(OK + "Transfer-Encoding: chunked\r\n\r\n\r\n", ended(ZIP)));
        integrity("a shorter length than came", "5 bytes", raw(OK + "Content-Length: 5\r\n\r\n", ZIP));
    }

    private void encodings() {
        byte[] gzip = Zips.gzip(ZIP);
        for (String coding : new String[] {"gzip", "GZIP", "x-gzip", "gzip, identity", "identity , Gzip"}) {
            integrity("Content-Encoding: " + coding, "gzip", Reply.bytes(200, gzip, "Content-Encoding: " + coding));
        }
        for (String coding : new String[] {"deflate", "br", "zstd", "compress", "x-compress", "deflate, gzip"}) {
            integrity(
                    "Content-Encoding: " + coding,
                    coding,
                    Reply.bytes(200, deflate(ZIP), "Content-Encoding: " + coding));
        }
        integrity(
                "two Content-Encodings",
                "gzip",
                Reply.bytes(200, gzip, "Content-Encoding: identity", "Content-Encoding: gzip"));
        integrity("gzip that does not say so", "gzip", Reply.bytes(200, gzip));
        integrity("a zip in a gzip, cut", "gzip", raw(OK + "\r\n", Arrays.copyOf(gzip, 100)));
    }

    private void pages() {
        for (String type : new String[] {
            "text/html",
            "TEXT/HTML",
            "Text/Html; charset=utf-8",
            "text/html;charset=UTF-16",
            "application/xhtml+xml",
            "Application/XHTML+XML; charset=utf-8"
        }) {
            add(
                    "a page typed " + type,
                    MalformedResponseException.class,
                    "web page (\"Sign in to your account\")",
                    Reply.text(200, PAGE, "Content-Type: " + type));
        }
        for (String start : new String[] {
            "",
            "<!DOCTYPE html>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://x\">",
            "\uFEFF",
            "<!-- Copyright (C) Microsoft -->",
            " \r\n\t",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "\uFEFF<?xml version='1.0'?>\r\n<!-- a --><!-- b -->\r\n<!DOCTYPE html>\n"
        }) {
            page("a page that begins with " + start.strip(), (start + PAGE).getBytes(StandardCharsets.UTF_8));
        }
        page(
                "a page in upper case",
                PAGE.toUpperCase(java.util.Locale.ROOT)
                        .replace(MARK.toUpperCase(java.util.Locale.ROOT), MARK)
                        .getBytes(StandardCharsets.UTF_8));
        page("a page in UTF-16LE", ("\uFEFF" + PAGE).getBytes(UTF_16LE));
        page("a page in UTF-16BE", ("\uFEFF" + PAGE).getBytes(UTF_16BE));
        page(
                "a page in its namespace",
                ("<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\">" + MARK + "</h:html>")
                        .getBytes(StandardCharsets.UTF_8));
        for (String start :
                new String[] {"head", "body", "script", "title></title", "meta charset='x'", "form", "h1", "div"}) {
            page(
                    "a page that begins with <" + start + ">",
                    ("<" + start + ">" + MARK).getBytes(StandardCharsets.UTF_8));
        }
        integrity(
                "a page without a length",
                "web page",
                raw(OK + "\r\n", PAGE.substring(0, 80).getBytes(StandardCharsets.UTF_8)));
    }

    private void statuses() {
        for (int status : new int[] {400, 403, 404, 500}) {
            add(
                    "a page with status " + status,
                    ServiceException.class,
                    "web page",
                    Reply.text(status, "<!-- x -->" + PAGE, "Content-Type: Text/HTML"));
        }
        for (int status : new int[] {201, 202, 203, 206, 226, 301, 302, 303, 307, 308}) {
            add(
                    "status " + status,
                    ServiceException.class,
                    String.valueOf(status),
                    Reply.bytes(status, ZIP, "Location: /elsewhere"));
        }
    }

    private void errors() {
        String words = "The package is gone.";
        String odata = "{\"error\":{\"code\":\"\",\"message\":\"An error has occurred.\",\"innererror\":{\"message\":\""
                + words + "\",\"type\":\"x\",\"stacktrace\":\"" + MARK + "\"}}}";
        text("an OData error", words, odata);
        text("an OData error behind a byte order mark", words, "\uFEFF" + odata);
        text("a Web API error", words, "{\"Message\":\"" + words + "\",\"StackTrace\":\"" + MARK + "\"}");
        text("JSON that says nothing", "JSON", "{\"a\":\"" + MARK + "\"}");
        text("an array of JSON", "JSON", " [1,2,3]");
        text("a null", "JSON", "null");
        text("a quoted text", "", "\"" + "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11" + "\"");
        text(
                "an error of the storage",
                words,
                "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>BlobNotFound</Code><Message>" + words
                        + "</Message></Error>");
        text("a plain text", words, words);
        text("a secret in a plain text", "[redacted]", "https://x.blob.core.windows.net/p?sv=1&sig=" + MARK);
        text("another XML file", "XML", "<?xml version=\"1.0\"?><Document>" + MARK + "</Document>");
        integrity("JSON in UTF-16", words, Reply.bytes(200, ("\uFEFF" + odata).getBytes(UTF_16LE)));
        integrity("a PDF", "%PDF", Reply.bytes(200, new byte[] {'%', 'P', 'D', 'F', '-', '1', 0, 1, 2, (byte) 0xE2}));
        integrity("bytes of nothing known", "37 7A BC AF", Reply.bytes(200, new byte[] {
            0x37, 0x7A, (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C, 0, 4
        }));
        integrity("zeros", "00 00", Reply.bytes(200, new byte[2_000]));
    }

    /** Whoever asks for a range gets the rest of another file, or another part, or the same with a lie about it. */
    private void ranges() {
        byte[] old = Zips.ofSize(400_000, 1);
        byte[] other = Zips.ofSize(400_000, 2);
        for (String headers : new String[] {
            "ETag: \"v2\"\r\nContent-Range: bytes %d-399999/400000",
            "ETag: W/\"v1\"\r\nContent-Range: bytes %d-399999/400000",
            "Content-Range: bytes %d-399999/400000",
            "ETag: \"v1\"\r\nETag: \"v2\"\r\nContent-Range: bytes %d-399999/400000",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-399999/400001",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-399999/*",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-399999/399000",
            "ETag: \"v1\"\r\nContent-Range: bytes 7-399999/400000",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-399998/400000",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-9/400000",
            "ETag: \"v1\"\r\nContent-Range: bytes 399999-%d/400000",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-399999/400000\r\nContent-Range: bytes 0-399999/400000",
            "ETag: \"v1\"\r\nContent-Range: items %d-399999/400000",
            "ETag: \"v1\"\r\nContent-Range: bytes %d-99999999999999999999/400000",
            "ETag: \"v1\"\r\nContent-Type: multipart/byteranges; boundary=x",
            "ETag: \"v1\"\r\nContent-Encoding: gzip\r\nContent-Range: bytes %d-399999/400000",
            "ETag: \"v1\""
        }) {
            ways.add(new Way(
                    "the rest with " + headers.replace("\r\n", ", "), ConnectorException.class, "", connection -> {
                        String range = connection.request().header("range");
                        if (range.isEmpty()) {
                            return Reply.truncated(
                                            old.length,
                                            Arrays.copyOf(old, 100_000),
                                            "ETag: \"v1\"",
                                            "Accept-Ranges: bytes")
                                    .answer(connection);
                        }
                        int from = Integer.parseInt(range.replaceAll("\\D", ""));
                        return Reply.bytes(206, Arrays.copyOfRange(other, from, other.length), headers.formatted(from))
                                .answer(connection);
                    }));
        }
    }

    private void page(String name, byte[] page) {
        integrity(name, "web page", Reply.bytes(200, page));
    }

    private void text(String name, String words, String text) {
        integrity(name, words, Reply.text(200, text, "Content-Type: application/octet-stream"));
    }

    private void integrity(String name, String words, Reply reply) {
        add(name, IntegrityException.class, words, reply);
    }

    private void transport(String name, String words, Reply reply) {
        add(name, TransportException.class, words, reply);
    }

    private void add(String name, Class<? extends ConnectorException> error, String words, Reply reply) {
        ways.add(new Way(name, error, words, reply));
    }

    /** Returns {@code body} in one chunk and the last one. */
    public static byte[] ended(byte[] body) {
        byte[] end = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return body.length == 0 ? end : join(chunk(body), end);
    }

    private static byte[] chunk(byte[] body) {
        byte[] head = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return join(join(head, body), new byte[] {'\r', '\n'});
    }

    /** Returns one behind the other. */
    public static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        while (!deflater.finished()) {
            out.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return out.toByteArray();
    }
}
