package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Why one exchange did not give a value. The pipeline decides what follows from it. */
public abstract sealed class ExchangeFailure extends Exception {
    private static final long serialVersionUID = 1;

    private ExchangeFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns the same failure without {@code secrets} in anything that is said about it. */
    public abstract ExchangeFailure without(KnownSecrets secrets);

    String words(KnownSecrets secrets) {
        return secrets.clean(String.valueOf(getMessage()));
    }

    @Nullable
    Throwable reason(KnownSecrets secrets) {
        return getCause() == null ? null : secrets.clean(getCause());
    }

    /** The service answered, and not with success. */
    public static final class Refused extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient HttpHeaders headers;
        private final String body;

        /** Describes a refusal; {@code body} as it came, cut. */
        public Refused(int status, HttpHeaders headers, String body) {
            super("status " + status, null);
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public Refused without(KnownSecrets secrets) {
            Map<String, List<String>> clean = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.map()
                    .forEach((name, values) ->
                            clean.put(name, values.stream().map(secrets::clean).toList()));
            return new Refused(status, HttpHeaders.of(clean, (name, value) -> true), secrets.clean(body));
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }

        /** Returns the headers of the answer. */
        public HttpHeaders headers() {
            return headers;
        }

        /** Returns the beginning of the body. */
        public String body() {
            return body;
        }
    }

    /** No whole answer came. */
    public static final class NoAnswer extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final boolean possiblySent;

        /** Describes a loss; {@code possiblySent} if the service may have got the whole request. */
        public NoAnswer(String message, @Nullable Throwable cause, boolean possiblySent) {
            super(message, cause);
            this.possiblySent = possiblySent;
        }

        @Override
        public NoAnswer without(KnownSecrets secrets) {
            return new NoAnswer(words(secrets), reason(secrets), possiblySent);
        }

        /** Returns whether the service may have got the whole request. */
        public boolean possiblySent() {
            return possiblySent;
        }
    }

    /** The service answered with success and something that can't be understood. */
    public static final class Unreadable extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final boolean sent;

        /** Describes what is wrong with the answer. */
        public Unreadable(String message, @Nullable Throwable cause) {
            this(message, cause, true);
        }

        /** Describes what is wrong; {@code sent} is false if it was seen before anything was sent. */
        public Unreadable(String message, @Nullable Throwable cause, boolean sent) {
            super(message, cause);
            this.sent = sent;
        }

        @Override
        public Unreadable without(KnownSecrets secrets) {
            return new Unreadable(words(secrets), reason(secrets), sent);
        }

        /** Returns whether a request was sent. */
        public boolean sent() {
            return sent;
        }
    }

    /** A file on this side is not what it should be. */
    public static final class LocalTrouble extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final Outcome outcome;

        /** Describes the trouble and what the exchange did to the service. */
        public LocalTrouble(String message, @Nullable Throwable cause, Outcome outcome) {
            super(message, cause);
            this.outcome = outcome;
        }

        @Override
        public LocalTrouble without(KnownSecrets secrets) {
            return new LocalTrouble(words(secrets), reason(secrets), outcome);
        }

        /** Returns what the exchange did to the service. */
        public Outcome outcome() {
            return outcome;
        }
    }
}
