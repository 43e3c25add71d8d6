package io.github.d365fo.connector.error;

import io.github.d365fo.connector.internal.secrets.Quotation;
import io.github.d365fo.connector.internal.secrets.SecretStore;
import java.net.URI;
import java.util.Objects;

/**
 * The secrets that a program has in use, to keep them out of what it says: tokens, pop receipts, signatures of addresses,
 * passwords. Each client has its own and learns from what it sends and gets; whoever writes a token provider may use one
 * for the words of its failures.
 *
 * <p>A secret is found plain and percent-encoded, escaped as in JSON or XML, in Base64 and hexadecimal digits, wrapped in
 * one another, broken into lines, and also where only eight characters of it in a row are left. What looks like a secret
 * (what follows {@code Bearer}, {@code sig=} or {@code client_secret=}, a JSON web token, the field of a pop receipt) is
 * taken out, too. In its place stands {@code [redacted]}. A secret that is shorter than eight characters, white space and
 * plus signs not counted, could be any word and is not looked for. Thread-safe.
 */
public final class KnownSecrets {
    private static final String SECRET_PARAMETERS =
            "(?i)sig|signature|token|access_token|x-amz-signature|x-amz-security-token";

    private final SecretStore store = new SecretStore();

    /** Knows no secret yet. */
    public KnownSecrets() {}

    /** Keeps {@code secret} in mind for good. It is not copied as a text. */
    public KnownSecrets keep(CharSequence secret) {
        store.keep(Objects.requireNonNull(secret, "secret"));
        return this;
    }

    /**
     * Keeps {@code secret} in mind until 256 others have been in use since. Cheap, so that it can be told at each use,
     * above all if it is the same object.
     */
    public void learn(String secret) {
        store.learn(Objects.requireNonNull(secret, "secret"));
    }

    /** Keeps in mind, as {@link #learn(String)} does, what is secret about {@code address}: signature and password. */
    public void learn(URI address) {
        String query = Objects.requireNonNull(address, "address").getRawQuery();
        if (query != null) {
            for (String parameter : query.split("&", -1)) {
                int end = parameter.indexOf('=');
                if (end > 0 && parameter.substring(0, end).matches(SECRET_PARAMETERS)) {
                    learn(parameter.substring(end + 1));
                }
            }
        }
        String user = address.getRawUserInfo();
        if (user != null) {
            learn(user.substring(user.indexOf(':') + 1));
        }
    }

    /** Returns {@code text} without secrets: those that are known, and what looks like one. */
    public String clean(String text) {
        return store.clean(Objects.requireNonNull(text, "text"), true);
    }

    /** Returns {@code text} without the secrets that are known. */
    public String withoutKnown(String text) {
        return store.clean(Objects.requireNonNull(text, "text"), false);
    }

    /**
     * Returns {@code failure} without secrets in its words, its causes' and those of what they suppressed. Each of them
     * that holds none, and whose causes hold none, stays the object that it is. In the place of another stands a copy
     * with the same stack trace whose message names the class: an exception of this SDK stays one of its type, as do
     * interrupts, cancellations and timeouts; anything else becomes an {@link java.io.IOException}, an
     * {@link IllegalArgumentException}, or a {@link RuntimeException}, {@link Error} or {@link Exception}, whatever it
     * was.
     */
    public Throwable clean(Throwable failure) {
        Throwable clean =
                Quotation.clean(Objects.requireNonNull(failure, "failure"), this::clean, ConnectorException::details);
        return clean != failure && failure instanceof ConnectorException known ? copy(known, clean) : clean;
    }

    private ConnectorException copy(ConnectorException failure, Throwable clean) {
        String message = clean(String.valueOf(failure.getMessage()));
        Failure facts = Failure.of(failure.operation(), failure.outcome())
                .attempts(failure.attempts().stream()
                        .map(attempt -> attempt.without(this))
                        .toList())
                .cause(clean.getCause());
        ConnectorException copy = failure.with(message, facts, this::clean);
        for (Throwable each : clean.getSuppressed()) {
            copy.addSuppressed(each);
        }
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
