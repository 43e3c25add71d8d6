package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpDate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shared access signatures: they let anyone with the address read or write one blob for a time. Those of the connector
 * are valid from 5 minutes before to 30 minutes after they were issued, as seen in
 * microsoft/Recurring-Integrations-Scheduler#113. Thread-safe.
 */
public final class Sas {
    /** The version in the connector's addresses. */
    static final String CONNECTOR_VERSION = "2014-02-14";

    private static final Duration BEFORE = Duration.ofMinutes(5);
    private static final Duration AFTER = Duration.ofMinutes(30);
    private final InstantSource clock;
    private final SecretKeySpec key;
    private final Consumer<String> secrets;
    private volatile String version = CONNECTOR_VERSION;
    private volatile String writePermissions = "rw";
    private volatile boolean versionHeaderRefused;

    /** {@code key} is the signing key of one server's storage; each signature is reported to {@code secrets}. */
    public Sas(InstantSource clock, byte[] key, Consumer<String> secrets) {
        this.clock = clock;
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.secrets = secrets;
    }

    public void version(String newVersion) {
        version = newVersion;
    }

    public String version() {
        return version;
    }

    /**
     * Returns permissions, if they are some.
     *
     * @throws IllegalArgumentException if they are empty or contain another letter than r, w, c and d
     */
    public static String permissions(String letters) {
        if (!letters.matches("[rwcd]{1,4}")) {
            throw new IllegalArgumentException(
                    "uploadPermissions: expected some of the letters r, w, c, d, but got " + letters);
        }
        return letters;
    }

    /** Sets what new addresses for uploads allow. */
    public void writePermissions(String permissions) {
        writePermissions = permissions;
    }

    public String writePermissions() {
        return writePermissions;
    }

    /** Sets whether a request with the header {@code x-ms-version} is rejected. */
    public void versionHeaderRefused(boolean on) {
        versionHeaderRefused = on;
    }

    public boolean isVersionHeaderRefused() {
        return versionHeaderRefused;
    }

    /** Returns the query of an address that allows {@code permissions}, such as {@code rw}, on a blob. */
    public String query(String blob, String permissions) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String from = now.minus(BEFORE).toString();
        String to = now.plus(AFTER).toString();
        String signature = signature(blob, permissions, from, to, version);
        // Clients may leak it either way: as they read it from the query, or with the whole address.
        secrets.accept(signature);
        secrets.accept(encode(signature));
        return "sv=" + version + "&sr=b&sp=" + permissions + "&st=" + encode(from) + "&se=" + encode(to) + "&sig="
                + encode(signature);
    }

    /**
     * Rejects a query whose signature is wrong, whose time is not {@code now}, or that doesn't allow one of
     * {@code needed}.
     */
    public void check(Map<String, String> query, String blob, String needed, Instant now) throws BlobRefusal {
        String permissions = query.getOrDefault("sp", "");
        String from = query.getOrDefault("st", "");
        String to = query.getOrDefault("se", "");
        String signed = signature(blob, permissions, from, to, query.getOrDefault("sv", ""));
        if (!query.containsKey("sig")) {
            throw BlobError.RESOURCE_NOT_FOUND.refusal();
        }
        if (!signed.equals(query.get("sig"))) {
            throw failed("Signature did not match.");
        }
        if (time(from).isAfter(now) || !time(to).isAfter(now)) {
            throw failed("Signature not valid in the specified time frame: Start [" + HttpDate.of(time(from))
                    + "] - Expiry [" + HttpDate.of(time(to)) + "] - Current [" + HttpDate.of(now) + "]");
        }
        if (needed.chars().noneMatch(permission -> permissions.indexOf(permission) >= 0)) {
            throw BlobError.PERMISSION_MISMATCH.refusal();
        }
    }

    private static BlobRefusal failed(String detail) {
        return BlobError.AUTHENTICATION_FAILED.refusal("AuthenticationErrorDetail", detail);
    }

    private static Instant time(String text) throws BlobRefusal {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw failed("Signature fields not well formed.");
        }
    }

    /** Signs the fields of version 2014-02-14 ("Create a service SAS"), whatever the version. */
    private String signature(String blob, String permissions, String from, String to, String version) {
        String text = String.join("\n", permissions, from, to, BlobApi.ROOT + blob, "", version, "", "", "", "", "");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
