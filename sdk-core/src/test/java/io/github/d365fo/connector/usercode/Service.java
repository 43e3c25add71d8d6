package io.github.d365fo.connector.usercode;

import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Answers every verb with success, whatever came before, unless a test puts a trouble in the way. */
public final class Service implements Reply {
    public static final String MESSAGE = "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11";
    public static final byte[] PACKAGE = zip();

    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("enqueue", "\"" + MESSAGE + "\""),
            Map.entry("ack", ""),
            Map.entry("jobstatus", "{\"DataJobStatus\":{\"DataJobState\":5}}"),
            Map.entry("GetMessageStatus", value("Processed")),
            Map.entry("GetExecutionIdByMessageId", value("")),
            Map.entry("GetExecutionSummaryStatus", value("Succeeded")),
            Map.entry("GetExecutionErrors", value("")),
            Map.entry("GetEntityExecutionSummaryStatusList", "{\"value\":\"[]\"}"),
            Map.entry("GetExecutionSummaryPageUrl", value("https://contoso.example/page?x=1")),
            Map.entry("GetEntitySequence", value("Customers V3")),
            Map.entry("GenerateImportTargetErrorKeysFile", "{\"value\":true}"),
            Map.entry("ResetVersionToken", "{\"value\":true}"),
            Map.entry("DeleteExecutionHistoryJob", ""),
            Map.entry("InitializeDataManagement", ""),
            Map.entry("ImportFromPackage", value("E-1")),
            Map.entry("ExportToPackage", value("E-1")));

    private final AtomicInteger troubles = new AtomicInteger();
    private volatile Reply trouble = Reply.text(200, "");
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile CountDownLatch arrival = new CountDownLatch(0);

    /** Answers the next {@code count} requests with {@code reply} instead. */
    public void trouble(Reply reply, int count) {
        trouble = reply;
        troubles.set(count);
    }

    /** From here on answers wait for {@link #letGo()}. */
    public void hold() {
        arrival = new CountDownLatch(1);
        held = new CountDownLatch(1);
    }

    /** Waits until a request waits for its answer. */
    public void awaitArrival() throws InterruptedException {
        arrival.await();
    }

    /** Gives the answers that wait, and all others at once. */
    public void letGo() {
        held.countDown();
    }

    @Override
    public boolean answer(Connection connection) throws IOException, InterruptedException {
        arrival.countDown();
        held.await();
        if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return trouble.answer(connection);
        }
        if (connection.request().method().equals("PUT")) {
            return Reply.text(201, "", "ETag: \"v1\"").answer(connection);
        }
        return success(verb(connection), "http://" + connection.request().header("host"), connection);
    }

    private static boolean success(String verb, String address, Connection connection)
            throws IOException, InterruptedException {
        return switch (verb) {
            case "dequeue" -> Reply.text(200, message(address)).answer(connection);
            case "download", "blob" -> file(connection);
            case "GetAzureWriteUrl" ->
                Reply.text(
                                200,
                                value("{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + address
                                        + "/blob/p.zip?sig=s\\\"}"))
                        .answer(connection);
            case "GetExportedPackageUrl", "GetImportTargetErrorKeysFileUrl", "GetImportStagingErrorFileUrl" ->
                Reply.text(200, value(address + "/blob/f.zip?sig=s")).answer(connection);
            default -> Reply.text(200, ANSWERS.get(verb)).answer(connection);
        };
    }

    /** Returns a message, delivered anew, whose package lies at {@code address}. */
    public static String message(String address) {
        return "{\"CorrelationId\":\"c\",\"PopReceipt\":\"" + UUID.randomUUID() + "\",\"DownloadLocation\":\"" + address
                + "/api/connector/download/%7Bx%7D?blob=1\",\"IsDownLoadFileExist\":true}";
    }

    private static String verb(Connection connection) {
        String path = connection.request().target().replaceAll("\\?.*", "");
        return path.startsWith("/data/")
                ? path.substring(path.lastIndexOf('.') + 1)
                : path.replaceAll("^/(api/connector/)?([a-z]+).*", "$2");
    }

    private static boolean file(Connection connection) throws IOException, InterruptedException {
        return connection.request().header("range").isEmpty()
                ? Reply.bytes(200, PACKAGE, "ETag: \"v1\"").answer(connection)
                : range(connection);
    }

    private static boolean range(Connection connection) throws IOException {
        connection.head(
                206,
                PACKAGE.length,
                "ETag: \"v1\"",
                "Content-Range: bytes 0-" + (PACKAGE.length - 1) + "/" + PACKAGE.length);
        connection.write(PACKAGE);
        return true;
    }

    private static String value(String text) {
        return "{\"value\":\"" + text + "\"}";
    }

    private static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("PackageHeader.xml"));
            zip.write("<PackageHeader/>".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
