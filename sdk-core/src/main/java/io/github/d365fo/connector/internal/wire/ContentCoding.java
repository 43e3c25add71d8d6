package io.github.d365fo.connector.internal.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The compression of a response ({@code Content-Encoding}). The SDK never asks for one, but something between client
 * and service may compress anyway.
 */
public final class ContentCoding {
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final String DEFLATE = "deflate";
    /** Other codings of the registry ("HTTP Content Coding Registry"), which can't be decoded here. */
    private static final Set<String> FOREIGN =
            Set.of("aes128gcm", "br", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "zstd");

    private static final int GZIP_START = 0x1F8B;
    private static final int ZLIB_CHECK = 31;

    private static final ContentCoding NONE = new ContentCoding(List.of());

    private final List<String> names;

    private ContentCoding(List<String> names) {
        this.names = names;
    }

    /**
     * Parses the headers {@code Content-Encoding} of a response. Names that are not codings, such as charsets, occur
     * there by mistake and are skipped.
     */
    public static ContentCoding of(List<String> headers) {
        if (headers.isEmpty()) {
            return NONE;
        }
        List<String> names = new ArrayList<>();
        for (String name : String.join(",", headers).split(",", -1)) {
            String plain = name.strip().toLowerCase(Locale.ROOT);
            if (GZIP.contains(plain) || plain.equals(DEFLATE) || FOREIGN.contains(plain)) {
                names.add(plain);
            }
        }
        return new ContentCoding(List.copyOf(names));
    }

    /** Returns the codings as the response names them; empty if it is not compressed. */
    public Optional<String> name() {
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    /**
     * Decompresses {@code packed}; bytes that are not compressed after all are returned as they are. Undeclared gzip is
     * decompressed, too, since no text begins like gzip.
     *
     * @throws IOException if it can't be decompressed or has more than {@code limit} bytes; also thrown later, by the
     *     stream
     */
    public InputStream unpack(InputStream packed, long limit) throws IOException {
        return new Bounded(unpack(packed), limit);
    }

    private InputStream unpack(InputStream packed) throws IOException {
        List<String> backwards = new ArrayList<>(names);
        Collections.reverse(backwards);
        InputStream in = packed;
        for (String name : backwards) {
            in = unpack(name, in);
        }
        return gunzip(in);
    }

    /**
     * Decompresses {@code packed}, but at most {@code limit} bytes and one more if there are more.
     *
     * @throws IOException if it can't be decompressed
     */
    public byte[] unpack(byte[] packed, int limit) throws IOException {
        if (names.isEmpty() && !isGzip(packed)) {
            return packed.length <= limit ? packed : Arrays.copyOf(packed, limit + 1);
        }
        try (InputStream in = unpack(new ByteArrayInputStream(packed))) {
            return in.readNBytes(limit + 1);
        }
    }

    /** Decompresses the beginning of {@code packed}, as far as possible. */
    public byte[] beginning(byte[] packed, int limit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = unpack(new ByteArrayInputStream(packed))) {
            byte[] piece = new byte[1024];
            for (int count = in.read(piece); count >= 0 && out.size() < limit; count = in.read(piece)) {
                out.write(piece, 0, Math.min(count, limit - out.size()));
            }
        } catch (IOException e) {
            // Truncated or invalid bytes: keep what came before.
            return out.toByteArray();
        }
        return out.toByteArray();
    }

    private static InputStream unpack(String name, InputStream packed) throws IOException {
        if (FOREIGN.contains(name)) {
            throw new IOException("it is compressed with " + name + ", which is not supported");
        }
        return GZIP.contains(name) ? gunzip(packed) : inflate(packed);
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 1 && ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF)) == GZIP_START;
    }

    private static InputStream gunzip(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed);
        return beginning(in) == GZIP_START ? new GZIPInputStream(in) : in;
    }

    /** The standard means zlib's format; some servers send raw deflate. */
    private static InputStream inflate(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed);
        int start = beginning(in);
        if ((start >> 8 & 0x0F) == Deflater.DEFLATED && start % ZLIB_CHECK == 0) {
            return new InflaterInputStream(in);
        }
        return new InflaterInputStream(in, new Inflater(true)) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    private static int beginning(BufferedInputStream in) throws IOException {
        in.mark(2);
        int start = in.read() << 8 | in.read();
        in.reset();
        return start;
    }

    /** A stream with a maximum length. */
    private static final class Bounded extends FilterInputStream {
        private final long limit;
        private long count;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(read, 0);
            if (count > limit) {
                throw new IOException("it has more than " + limit + " bytes");
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
