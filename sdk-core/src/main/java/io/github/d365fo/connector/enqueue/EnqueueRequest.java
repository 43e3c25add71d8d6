package io.github.d365fo.connector.enqueue;

import io.github.d365fo.connector.internal.wire.CompanyId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file to send for import, with its entity, company and external id. Immutable; every setter returns a copy. As
 * thread-safe as its payload.
 */
public final class EnqueueRequest {
    private static final String DEFAULT_TYPE = "application/octet-stream";
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+( *;.*)?");

    /** The longest file name; Microsoft's own clients send file names. */
    private static final int LONGEST_ID = 255;

    private final Payload payload;
    private final @Nullable String entity;
    private final @Nullable String company;
    private final @Nullable String externalId;
    private final String contentType;

    private EnqueueRequest(
            Payload payload,
            @Nullable String entity,
            @Nullable String company,
            @Nullable String externalId,
            String contentType) {
        this.payload = payload;
        this.entity = entity;
        this.company = company;
        this.externalId = externalId;
        this.contentType = contentType;
    }

    /** Returns a request to import {@code payload}. */
    public static EnqueueRequest of(Payload payload) {
        return new EnqueueRequest(Objects.requireNonNull(payload, "payload"), null, null, null, DEFAULT_TYPE);
    }

    /**
     * Sets the entity by its <em>label</em>, such as {@code General journal}; required by jobs that import files, not
     * by those that import data packages. The service accepts a wrong label and fails later ("Recurring integrations,
     * API for enqueue").
     *
     * @throws IllegalArgumentException if {@code label} is blank or contains a control character
     */
    public EnqueueRequest entity(String label) {
        return new EnqueueRequest(payload, text("entity", label), company, externalId, contentType);
    }

    /**
     * Sets the legal entity by its id, such as {@code usmf}. The service uses it only if the job's <em>Use company from
     * message</em> is on; otherwise it silently imports the file into the job's own company.
     *
     * @throws IllegalArgumentException if {@code legalEntity} is not one to four letters and digits, the form of legal
     *     entity ids
     */
    public EnqueueRequest company(String legalEntity) {
        return new EnqueueRequest(payload, entity, CompanyId.of(legalEntity), externalId, contentType);
    }

    /**
     * Sets your own name for the message. Its job status repeats it, and you can find the message by it in the
     * environment. The service's limit is not documented: keep it short, since a truncated id can't be found again.
     *
     * @throws IllegalArgumentException if {@code id} is blank, longer than 255 characters or contains anything but
     *     printable ASCII, which is all that an HTTP header can carry
     */
    public EnqueueRequest externalId(String id) {
        String text = ascii("externalId", id);
        if (text.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "externalId: expected at most " + LONGEST_ID + " characters, but got " + text.length());
        }
        return new EnqueueRequest(payload, entity, company, text, contentType);
    }

    /**
     * Sets the media type of the file. Default {@code application/octet-stream}; the service ignores it.
     *
     * @throws IllegalArgumentException if {@code type} is not of the form {@code type/subtype}, in printable ASCII
     */
    public EnqueueRequest contentType(String type) {
        return new EnqueueRequest(payload, entity, company, externalId, mediaType(type));
    }

    /** Returns the file. */
    public Payload payload() {
        return payload;
    }

    /** Returns the label of the entity, or empty if none was set. */
    public Optional<String> entity() {
        return Optional.ofNullable(entity);
    }

    /** Returns the legal entity, or empty if none was set. */
    public Optional<String> company() {
        return Optional.ofNullable(company);
    }

    /** Returns your own name for the message, or empty if none was set. */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /** Returns the media type. */
    public String contentType() {
        return contentType;
    }

    /** Returns everything except the content of the file. */
    @Override
    public String toString() {
        return "EnqueueRequest[" + payload + ", entity=" + entity + ", company=" + company + ", externalId="
                + externalId + ", contentType=" + contentType + "]";
    }

    private static String mediaType(String type) {
        String bare = ascii("contentType", type);
        if (!MEDIA_TYPE.matcher(bare).matches()) {
            throw new IllegalArgumentException("contentType: expected a media type such as text/xml, but got "
                    + type.length() + " characters that are none");
        }
        return bare;
    }

    private static String text(String field, String value) {
        Objects.requireNonNull(value, field);
        if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + ": expected a text without control characters, but got "
                    + value.length() + " characters that are blank or contain one");
        }
        return value.strip();
    }

    private static String ascii(String field, String value) {
        Objects.requireNonNull(value, field);
        if (value.isBlank() || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException(field + ": expected printable ASCII, but got " + value.length()
                    + " characters that are blank or contain others, such as umlauts");
        }
        return value.strip();
    }
}
