package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.MessageNames;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What a feed's disk knows of a package beside its bytes. The pop receipt and the address are not among it. Immutable.
 *
 * @param entry the ledger's name of the message
 * @param names the message's names
 * @param sha256 the digest of the package
 * @param size its length in bytes
 * @param dequeuedAt when the message was dequeued
 * @param sequence the place of the package among those of this spool
 * @param committed whether it is to be handled from here, whatever becomes of the message
 */
record StoredPackage(
        String entry,
        MessageNames names,
        String sha256,
        long size,
        Instant dequeuedAt,
        long sequence,
        boolean committed) {

    /** Returns it as one that is to be handled from here, at {@code place} among the others. */
    StoredPackage commit(long place) {
        return new StoredPackage(entry, names, sha256, size, dequeuedAt, place, true);
    }

    byte[] toBytes() {
        Properties fields = new Properties();
        fields.setProperty("entry", entry);
        fields.setProperty("correlationId", names.correlationId());
        names.blob().ifPresent(blob -> fields.setProperty("blob", blob));
        fields.setProperty("sha256", sha256);
        fields.setProperty("size", String.valueOf(size));
        fields.setProperty("dequeuedAt", dequeuedAt.toString());
        fields.setProperty("sequence", String.valueOf(sequence));
        fields.setProperty("committed", String.valueOf(committed));
        StringWriter text = new StringWriter();
        try {
            fields.store(text, null);
        } catch (IOException e) {
            throw new AssertionError("a string can be written to", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if a field is missing or is not what it should be; the message names it
     */
    static StoredPackage parse(byte[] bytes) {
        Properties fields = new Properties();
        try {
            fields.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError("a string can be read", e);
        }
        return new StoredPackage(
                text(fields, "entry"),
                new MessageNames(text(fields, "correlationId"), Optional.ofNullable(fields.getProperty("blob"))),
                text(fields, "sha256"),
                number(fields, "size"),
                time(fields),
                number(fields, "sequence"),
                flag(fields));
    }

    private static String text(Properties fields, String name) {
        String value = fields.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": it is missing");
        }
        return value;
    }

    private static long number(Properties fields, String name) {
        String value = text(fields, name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": expected a number, but got " + value.length() + " others", e);
        }
    }

    private static boolean flag(Properties fields) {
        String value = text(fields, "committed");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("committed: expected true or false");
        }
        return Boolean.parseBoolean(value);
    }

    private static Instant time(Properties fields) {
        try {
            return Instant.parse(text(fields, "dequeuedAt"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("dequeuedAt: expected a time such as 2026-01-31T08:00:00Z", e);
        }
    }

    /** Returns the message as far as it is known here: without receipt and address. */
    DequeueResult message() {
        return DequeueResult.fromJson(
                "{\"CorrelationId\":\"" + json(names.correlationId())
                        + "\",\"PopReceipt\":\"-\",\"DownloadLocation\":null,\"IsDownLoadFileExist\":true}",
                dequeuedAt);
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
