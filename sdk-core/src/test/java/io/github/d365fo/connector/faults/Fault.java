package io.github.d365fo.connector.faults;

import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What goes wrong, and what must follow from it for each verb. */
enum Fault {
    THROTTLED_SECONDS(Reply.text(429, "busy", "Retry-After: 60"), ThrottledException.class, Retried.BY_ALL),
    THROTTLED_DATE(
            Reply.text(429, "busy", "Retry-After: Sun, 01 Mar 2026 03:01:00 GMT"),
            ThrottledException.class,
            Retried.BY_ALL),
    THROTTLED_SILENTLY(Reply.text(429, "busy"), ThrottledException.class, Retried.BY_ALL),
    UNAUTHORIZED(Reply.text(401, "no"), AuthorizationException.class, Retried.ONCE),
    FORBIDDEN(Reply.text(403, "no"), AuthorizationException.class, Retried.BY_NONE),
    NOT_FOUND(Reply.text(404, "no"), ServiceException.class, Retried.BY_NONE),
    TOO_LARGE(Reply.text(413, "no"), PayloadTooLargeException.class, Retried.BY_NONE),
    BROKEN(Reply.text(500, "{\"Message\":\"An error has occurred.\"}"), ServiceException.class, Retried.BY_SAFE),
    BAD_GATEWAY(Reply.text(502, "<html>bad gateway</html>"), ServiceException.class, Retried.BY_SAFE),
    UNAVAILABLE(Reply.text(503, "down"), ServiceException.class, Retried.BY_SAFE),
    POSTPONED(Reply.text(503, "down", "Retry-After: 7"), ServiceException.class, Retried.BY_ALL),
    LOGIN_PAGE(
            Reply.text(302, "", "Location: https://login.microsoftonline.com/x"),
            ServiceException.class,
            Retried.BY_NONE),
    HTML_UNDER_200(
            Reply.text(200, "<!DOCTYPE html><html>sign in</html>", "Content-Type: text/html"),
            MalformedResponseException.class,
            Retried.BY_NONE),
    BROKEN_JSON(Reply.text(200, "{\"Corr"), MalformedResponseException.class, Retried.BY_NONE) {
        @Override
        boolean concerns(Verb verb) {
            // Bytes are bytes, and an acknowledgement's answer is not documented: neither is read as JSON.
            return verb != Verb.DOWNLOAD && verb != Verb.ACKNOWLEDGE;
        }
    },
    RESET_BEFORE_BODY(Reply.reset(false), TransportException.class, Retried.BY_SAFE),
    RESET_AFTER_BODY(Reply.reset(true), TransportException.class, Retried.BY_SAFE),
    RESET_IN_HEADERS(
            connection -> {
                write(connection, "HTTP/1.1 200 OK\r\nContent-Le");
                connection.reset();
                return false;
            },
            TransportException.class,
            Retried.BY_SAFE),
    RESET_IN_BODY(
            connection -> {
                connection.head(200, 5_000);
                write(connection, "{\"Corr");
                connection.reset();
                return false;
            },
            TransportException.class,
            Retried.BY_SAFE),
    HEADERS_CUT(
            connection -> {
                write(connection, "HTTP/1.1 200 OK\r\nContent-Le");
                return false;
            },
            TransportException.class,
            Retried.BY_SAFE),
    TRUNCATED(
            Reply.truncated(5_000, "{\"Corr".getBytes(StandardCharsets.UTF_8)),
            TransportException.class,
            Retried.BY_SAFE),
    WRONG_LENGTH(
            connection -> {
                write(connection, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}");
                return false;
            },
            TransportException.class,
            Retried.BY_SAFE),
    GARBAGE(
            connection -> {
                write(connection, "\0\1\2 this is no HTTP\r\n\r\n");
                return false;
            },
            TransportException.class,
            Retried.BY_SAFE),
    BODY_OF_NONE(
            connection -> {
                write(connection, "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}");
                return false;
            },
            MalformedResponseException.class,
            Retried.BY_NONE),
    SILENCE(Reply.silence(), TransportException.class, Retried.BY_SAFE),
    STALL(Reply.stalled(100_000, "{".getBytes(StandardCharsets.UTF_8)), TransportException.class, Retried.BY_SAFE),
    SLOW_DRIP(
            connection -> {
                connection.head(200, 1_000_000);
                while (true) {
                    write(connection, " ");
                    LockSupport.parkNanos(20_000_000);
                }
            },
            TransportException.class,
            Retried.BY_SAFE) {
        @Override
        boolean concerns(Verb verb) {
            // A file may take its time as long as it moves.
            return verb != Verb.DOWNLOAD;
        }
    },
    REFUSED_CONNECTION(Place.NOWHERE),
    UNKNOWN_HOST(Place.UNKNOWN_HOST),
    NO_TLS(Place.WITHOUT_TLS),
    UNTRUSTED_CERTIFICATE(Place.UNTRUSTED);

    /** Where the client looks for the service. */
    enum Place {
        SERVER,
        ENCRYPTED,
        BEHIND_A_RELAY,
        NOWHERE,
        UNKNOWN_HOST,
        WITHOUT_TLS,
        UNTRUSTED
    }

    enum Retried {
        BY_ALL,
        BY_SAFE,
        ONCE,
        BY_NONE
    }

    static final Duration BACKOFF = Duration.ofSeconds(7);
    private static final Duration JITTER = Duration.ofSeconds(1);

    final Place place;
    final Reply reply;
    final Class<? extends ConnectorException> error;
    final Retried retried;

    Fault(Reply reply, Class<? extends ConnectorException> error, Retried retried) {
        this.place = Place.SERVER;
        this.reply = reply;
        this.error = error;
        this.retried = retried;
    }

    Fault(Place place) {
        this.place = place;
        this.reply = Reply.text(200, "");
        this.error = TransportException.class;
        this.retried = Retried.BY_ALL;
    }

    boolean concerns(Verb verb) {
        return true;
    }

    /** Returns whether tests must wait for it in real time, so that it should not be met five times. */
    boolean isSlow() {
        return this == SILENCE || this == STALL || this == SLOW_DRIP;
    }

    /** Returns what must be said to have happened. */
    Outcome outcome(Verb verb) {
        if (place != Place.SERVER) {
            return Outcome.NOT_SENT;
        }
        if (error == TransportException.class || error == MalformedResponseException.class) {
            return Outcome.UNKNOWN;
        }
        return verb.isWrite() && retried == Retried.BY_SAFE ? Outcome.UNKNOWN : Outcome.REJECTED;
    }

    /** Returns how often a call with {@code attempts} tries does try while the fault lasts. */
    int tries(Verb verb, int attempts) {
        return switch (retried) {
            case BY_ALL -> attempts;
            case BY_SAFE -> verb == Verb.ENQUEUE ? 1 : attempts;
            case ONCE -> 2;
            case BY_NONE -> 1;
        };
    }

    /** Returns how many requests may reach the server in one try: the JDK sends a GET again by itself. */
    int mostRequests(Verb verb) {
        boolean dies = error == TransportException.class && !isSlow();
        return place != Place.SERVER ? 0 : dies && verb.isGet() ? 2 : 1;
    }

    /** Returns what the message must say. */
    String words() {
        return switch (this) {
            case LOGIN_PAGE -> "login page";
            case HTML_UNDER_200 -> "web page";
            case BODY_OF_NONE -> "status 204 with a body, which it can't have";
            case SILENCE -> "no response within";
            case STALL -> "stalled";
            case UNKNOWN_HOST -> "host name is unknown";
            case REFUSED_CONNECTION -> "no connection";
            case NO_TLS, UNTRUSTED_CERTIFICATE -> "TLS failed";
            default -> " failed: ";
        };
    }

    /** Returns the shortest waits that must lie between {@code tries} tries, in their order. */
    List<Duration> waits(int tries) {
        return switch (this) {
            case THROTTLED_SECONDS -> Collections.nCopies(tries - 1, Duration.ofSeconds(60));
            case THROTTLED_SILENTLY -> Collections.nCopies(tries - 1, Duration.ofSeconds(30));
            // The date passes with the first wait.
            case THROTTLED_DATE -> List.of(Duration.ofSeconds(60));
            case UNAUTHORIZED -> List.of();
            default -> Collections.nCopies(tries - 1, BACKOFF);
        };
    }

    /** Returns by how much a wait may be longer than the shortest. */
    Duration tolerance() {
        return error == ThrottledException.class ? JITTER : Duration.ZERO;
    }

    private static void write(Connection connection, String text) throws IOException {
        connection.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
