package io.github.d365fo.connector.error;

import io.github.d365fo.connector.internal.secrets.FailureCleaner;
import io.github.d365fo.connector.internal.secrets.SecretStore;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The secrets that a program uses (tokens, pop receipts, signatures of addresses, passwords), to keep them out of its
 * messages. Each client has its own instance and learns from what it sends and receives; a token provider may use one
 * for the messages of its exceptions.
 *
 * <p>A secret is found in plain text, percent-encoded, escaped as in JSON or XML, in Base64 and in hexadecimal, in any
 * nesting of these, broken into lines, and even if only eight consecutive characters of it are left. Anything that
 * looks like a secret (the text after {@code Bearer}, {@code sig=} or {@code client_secret=}, a JSON web token, the
 * field of a pop receipt) is removed, too. {@code [redacted]} replaces it. A secret shorter than eight characters,
 * without white space and plus signs, could be any word and is not looked for. Thread-safe.
 */
public final class KnownSecrets {
    private static final Set<String> SECRET_PARAMETERS =
            Set.of("sig", "signature", "token", "access_token", "x-amz-signature", "x-amz-security-token");

    private final SecretStore store = new SecretStore();

    /** Knows no secret yet. */
    public KnownSecrets() {}

    /** Remembers {@code secret} permanently. No {@code String} is made of it. */
    public KnownSecrets keep(CharSequence secret) {
        store.keep(Objects.requireNonNull(secret, "secret"));
        return this;
    }

    /**
     * Remembers {@code secret} until 256 others have been used since. Cheap enough to call at each use, above all with
     * the same object.
     */
    public void learn(String secret) {
        store.learn(Objects.requireNonNull(secret, "secret"));
    }

    /** Remembers the secrets in {@code address}, its signature and password, as {@link #learn(String)} does. */
    public void learn(URI address) {
        String query = Objects.requireNonNull(address, "address").getRawQuery();
        if (query != null) {
            for (String parameter : query.split("&", -1)) {
                int end = parameter.indexOf('=');
                if (end > 0
                        && SECRET_PARAMETERS.contains(
                                parameter.substring(0, end).toLowerCase(Locale.ROOT))) {
                    learn(parameter.substring(end + 1));
                }
            }
        }
        String user = address.getRawUserInfo();
        if (user != null) {
            learn(user.substring(user.indexOf(':') + 1));
        }
    }

    /** Returns {@code text} without known secrets and without anything that looks like a secret. */
    public String clean(String text) {
        return store.clean(Objects.requireNonNull(text, "text"), true);
    }

    /** Returns {@code text} without known secrets. */
    public String withoutKnown(String text) {
        return store.clean(Objects.requireNonNull(text, "text"), false);
    }

    /**
     * Returns {@code failure} without secrets in its message or in those of its causes and suppressed exceptions. An
     * exception that contains none, and whose causes contain none, is returned as it is. Any other is replaced by a
     * copy with the same stack trace whose message names the class: exceptions of this SDK keep their type, as do
     * interrupts, cancellations and timeouts; anything else becomes an {@link java.io.IOException}, an
     * {@link IllegalArgumentException}, or else a {@link RuntimeException}, {@link Error} or {@link Exception},
     * whichever it was.
     */
    public Throwable clean(Throwable failure) {
        Throwable clean = FailureCleaner.clean(
                Objects.requireNonNull(failure, "failure"), this::clean, ConnectorException::details);
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
