package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.wire.ErrorBody;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Why one exchange returned no value. The pipeline decides what follows. */
public abstract sealed class ExchangeFailure extends Exception {
    private static final long serialVersionUID = 1;

    private static final int PROXY_WANTS_SIGN_IN = 407;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private ExchangeFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns the same failure without {@code secrets} in its texts. */
    public abstract ExchangeFailure without(KnownSecrets secrets);

    /** Returns what the exchange, one of {@code operation}, did to the service. */
    public abstract Outcome outcome(Operation operation);

    String words(KnownSecrets secrets) {
        return secrets.clean(String.valueOf(getMessage()));
    }

    @Nullable
    Throwable reason(KnownSecrets secrets) {
        return getCause() == null ? null : secrets.clean(getCause());
    }

    /** The service answered with an error. */
    public static final class Refused extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient HttpHeaders headers;
        private final String body;

        /** Creates the failure; {@code body} as it came, truncated. */
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

        @Override
        public Outcome outcome(Operation operation) {
            return leavesDoubt(operation) ? Outcome.UNKNOWN : Outcome.REJECTED;
        }

        private boolean leavesDoubt(Operation operation) {
            // Only a proxy may send 407: it answered in the service's place, and perhaps after the service.
            boolean foreign = status == PROXY_WANTS_SIGN_IN;
            return !operation.isRead() && (foreign || isPassing()) && !isPostponed();
        }

        /** Returns whether the same request may succeed after a while. */
        public boolean isPassing() {
            return status == REQUEST_TIMEOUT || status >= 500;
        }

        /** Returns whether the service asks to retry later and has certainly done nothing. */
        public boolean isPostponed() {
            return status == UNAVAILABLE && headers.firstValue("Retry-After").isPresent();
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }

        /** Returns the headers of the response. */
        public HttpHeaders headers() {
            return headers;
        }

        /** Returns the parsed body. */
        public ErrorBody error() {
            return ErrorBody.of(body, headers.firstValue("Content-Type").orElse(""));
        }

        /** Returns the beginning of the body. */
        public String body() {
            return body;
        }
    }

    /** No complete response came. */
    public static final class NoAnswer extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final boolean possiblySent;

        /** Creates the failure; {@code possiblySent} if the service may have received the whole request. */
        public NoAnswer(String message, @Nullable Throwable cause, boolean possiblySent) {
            super(message, cause);
            this.possiblySent = possiblySent;
        }

        @Override
        public NoAnswer without(KnownSecrets secrets) {
            return new NoAnswer(words(secrets), reason(secrets), possiblySent);
        }

        @Override
        public Outcome outcome(Operation operation) {
            return possiblySent ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }

        /** Returns whether the service may have received the whole request. */
        public boolean possiblySent() {
            return possiblySent;
        }
    }

    /** A proxy did not let the request through. */
    public static final class ProxyRefused extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final String proxy;
        private final int status;
        private final boolean possiblySent;

        /** Creates the failure; {@code possiblySent} if the request went out before, over another connection. */
        public ProxyRefused(String proxy, int status, String message, boolean possiblySent) {
            super(message, null);
            this.proxy = proxy;
            this.status = status;
            this.possiblySent = possiblySent;
        }

        @Override
        public ProxyRefused without(KnownSecrets secrets) {
            return new ProxyRefused(proxy, status, words(secrets), possiblySent);
        }

        @Override
        public Outcome outcome(Operation operation) {
            return possiblySent ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }

        /** Returns the proxy's host and port. */
        public String proxy() {
            return proxy;
        }

        /** Returns the status of the proxy. */
        public int status() {
            return status;
        }

        /** Returns whether the service may have received the whole request anyway. */
        public boolean possiblySent() {
            return possiblySent;
        }

        /** Returns whether the proxy may let the request through after a while. */
        public boolean isPassing() {
            return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= 500;
        }
    }

    /** The service reported success, but its response can't be parsed. */
    public static final class Unreadable extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final boolean sent;

        /** Creates the failure of a response. */
        public Unreadable(String message, @Nullable Throwable cause) {
            this(message, cause, true);
        }

        /** Creates the failure; {@code sent} is false if it was found before anything was sent. */
        public Unreadable(String message, @Nullable Throwable cause, boolean sent) {
            super(message, cause);
            this.sent = sent;
        }

        @Override
        public Unreadable without(KnownSecrets secrets) {
            return new Unreadable(words(secrets), reason(secrets), sent);
        }

        @Override
        public Outcome outcome(Operation operation) {
            return sent ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        }
    }

    /** The service reported success, but the response is not the complete file. */
    public static final class NotWhole extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final boolean cutOff;

        /**
         * Creates the failure; {@code cutOff} if the beginning of the file came, so that another attempt may return
         * more.
         */
        public NotWhole(String message, boolean cutOff) {
            super(message, null);
            this.cutOff = cutOff;
        }

        @Override
        public NotWhole without(KnownSecrets secrets) {
            return new NotWhole(words(secrets), cutOff);
        }

        @Override
        public Outcome outcome(Operation operation) {
            return Outcome.REJECTED;
        }

        /** Returns whether the beginning of the file came. */
        public boolean isCutOff() {
            return cutOff;
        }
    }

    /** A local file is not what it should be. */
    public static final class LocalTrouble extends ExchangeFailure {
        private static final long serialVersionUID = 1;

        private final Outcome outcome;

        /** Creates the failure, with what the exchange did to the service. */
        public LocalTrouble(String message, @Nullable Throwable cause, Outcome outcome) {
            super(message, cause);
            this.outcome = outcome;
        }

        @Override
        public LocalTrouble without(KnownSecrets secrets) {
            return new LocalTrouble(words(secrets), reason(secrets), outcome);
        }

        @Override
        public Outcome outcome(Operation operation) {
            return outcome;
        }
    }
}
