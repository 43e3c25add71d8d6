package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.time.Stopwatch;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over {@code java.net.http} and returns when the headers of the response have arrived. Blocks the
 * calling thread, which reads the payload and pulls the body; an interrupt ends the exchange. Thread-safe.
 */
public final class HttpTransport {
    private final HttpClients clients;
    private final Executor senders;
    private final Proxies proxies;
    private final ClientSettings.Timeouts timeouts;
    private final String userAgent;
    private volatile Bearer bearer = new Bearer("", "");

    /**
     * Creates a transport with the settings' clients and timeouts; {@code nanos} measures how long a connection was
     * idle. The threads of {@code senders} wait for responses while callers read what is uploaded.
     */
    public HttpTransport(ClientSettings settings, LongSupplier nanos, Executor senders) {
        this.senders = senders;
        this.clients = new HttpClients(settings, nanos);
        this.proxies = new Proxies(settings);
        this.timeouts = settings.timeouts();
        this.userAgent = settings.userAgent();
    }

    /** The header of the last token: a token is long and used for an hour. */
    private record Bearer(String token, String header) {}

    /** An interrupt before any part of the request was sent; now none will be. */
    public static final class EarlyInterrupt extends InterruptedException {
        private static final long serialVersionUID = 1;

        EarlyInterrupt(InterruptedException cause) {
            super("interrupted before anything was sent");
            initCause(cause);
        }
    }

    /** Sends {@code request}, with {@code token} if there is one, within {@code left}. */
    public Response send(Request request, @Nullable String token, Duration left)
            throws ExchangeFailure, InterruptedException {
        Duration response = left.compareTo(timeouts.response()) < 0 ? left : timeouts.response();
        Payload payload = request.payload();
        if (payload == null) {
            return send(request, token, null, response);
        }
        try (Pieces pieces = early(() -> Pieces.of(payload))) {
            return send(request, token, pieces, response);
        }
    }

    /** Releases the SDK's own HTTP clients once their exchanges are over. */
    public void close() {
        clients.close();
    }

    /** Reads a payload of which nothing has been sent. */
    private static <T> T early(Reading<T> work) throws ExchangeFailure, EarlyInterrupt {
        try {
            return work.read();
        } catch (InterruptedException e) {
            throw new EarlyInterrupt(e);
        }
    }

    private interface Reading<T> {
        T read() throws ExchangeFailure, InterruptedException;
    }

    /** Tries one connection after another as long as each was idle for too long and accepts nothing. */
    private Response send(Request request, @Nullable String token, @Nullable Pieces payload, Duration response)
            throws ExchangeFailure, InterruptedException {
        while (true) {
            Departure departure = ready(() -> clients.departure(request));
            HttpClient client = ready(() -> clients.of(request.operation()));
            Stopwatch since = new Stopwatch();
            try {
                Sending sending = new Sending(client, senders, request, head(request, token), departure, response);
                HttpResponse<PullBodySubscriber> answer =
                        payload == null ? sending.small() : sending.upload(payload, timeouts.stall());
                proxies.requireServersOwn(request.uri(), answer);
                return new Response(answer, sending.isEarly(), response, timeouts.stall());
            } catch (LostException lost) {
                boolean arrived = departure.mayHaveArrived(lost);
                boolean another = Losses.find(StaleConnectionException.class, lost) != null
                        || (HttpClients.hasLostItsThread(lost) && clients.replace(client));
                if (lost.isGivenUp() && !departure.hasBegun()) {
                    clients.replace(client);
                }
                if (arrived || !another || (payload != null && !early(payload::rewind))) {
                    throw failure(request, lost, arrived);
                }
            } catch (InterruptedException e) {
                if (since.remaining(response).isNegative()) {
                    // A working client would have reported this itself.
                    clients.replace(client);
                }
                throw departure.mayHaveArrived(e) ? e : new EarlyInterrupt(e);
            } catch (ExchangeFailure e) {
                throw e;
            } catch (Throwable e) { // A full heap, for example: what it means is decided as for any other failure.
                throw lost(e, departure.mayHaveArrived(e));
            }
        }
    }

    /** Returns what is needed before anything can be sent; there may be no thread, descriptor or memory for it. */
    private static <T> T ready(Callable<T> need) throws NoAnswer, EarlyInterrupt {
        try {
            return need.call();
        } catch (InterruptedException e) {
            throw new EarlyInterrupt(e);
        } catch (Throwable e) {
            throw lost(e, false);
        }
    }

    private static NoAnswer lost(Throwable failure, boolean arrived) {
        Throwable told = Speakable.of(failure);
        return new NoAnswer(
                (arrived ? "the HTTP client failed: " : "the HTTP client did not start: ") + told, told, arrived);
    }

    private HttpRequest.Builder head(Request request, @Nullable String token)
            throws LostException, InterruptedException {
        HttpRequest.Builder http = HttpRequest.newBuilder(request.uri())
                .version(HttpClient.Version.HTTP_1_1)
                .setHeader("User-Agent", userAgent);
        request.headers().forEach(http::setHeader);
        proxies.authorization(request.uri()).ifPresent(value -> http.setHeader("Proxy-Authorization", value));
        if (token != null) {
            http.setHeader("Authorization", authorization(token));
        }
        return http;
    }

    private String authorization(String token) {
        Bearer last = bearer;
        if (!last.token().equals(token)) {
            last = new Bearer(token, "Bearer " + token);
            bearer = last;
        }
        return last.header();
    }

    private ExchangeFailure failure(Request request, LostException lost, boolean arrived) {
        if (lost.proxyStatus().isPresent()) {
            return proxies.refusal(request.uri(), lost.proxyStatus().getAsInt(), arrived);
        }
        if (Losses.isBodyOfNone(lost)) {
            return new Unreadable(
                    "status 204 with a body, which it can't have; something between client and service may have"
                            + " answered",
                    lost.getCause());
        }
        String way = arrived ? "" : proxies.way(request.uri());
        // The HTTP client quotes what it can't parse.
        Throwable cause = lost.getCause() == null ? null : Redaction.onOneLine(lost.getCause());
        return new NoAnswer(lost.words() + way, cause, arrived);
    }

    /** Returns whether a request of {@code operation} transfers a file. */
    static boolean isBulk(Operation operation) {
        return switch (operation) {
            case ENQUEUE, DOWNLOAD, BLOB_UPLOAD, BLOB_DOWNLOAD -> true;
            default -> false;
        };
    }
}
