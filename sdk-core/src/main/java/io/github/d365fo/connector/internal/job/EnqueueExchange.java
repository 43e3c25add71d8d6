package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.TextExchange;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import java.net.URI;
import java.util.List;

/** Sends a file. The response is a quoted message id ("Recurring integrations, API for enqueue"). */
final class EnqueueExchange implements Exchange<MessageId> {
    /** The header for the external id; it is not in the documentation, but in its samples. */
    private static final String EXTERNAL_ID = "x-ms-dyn-externalidentifier";

    private final URI address;
    private final EnqueueRequest request;
    private final Progress progress;
    private final KnownSecrets secrets;

    EnqueueExchange(URI address, EnqueueRequest request, Progress progress, KnownSecrets secrets) {
        this.address = address;
        this.request = request;
        this.progress = progress;
        this.secrets = secrets;
    }

    @Override
    public Operation operation() {
        return Operation.ENQUEUE;
    }

    @Override
    public boolean isRepeatable() {
        return request.payload().isRepeatable();
    }

    @Override
    public Request request() {
        Request upload = Request.upload(Operation.ENQUEUE, address, request.contentType(), request.payload(), progress);
        return request.externalId().map(id -> upload.header(EXTERNAL_ID, id)).orElse(upload);
    }

    @Override
    public MessageId read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        MessageId id = TextExchange.read(answer, TextExchange.words(secrets, EnqueueExchange::id));
        answer.requireWholePayload(" and the message id " + id.value());
        progress.end();
        return id;
    }

    @Override
    public String adviceIfUnknown() {
        return ". It is unknown whether the file arrived, and sending it again could import it twice: look for "
                + request.externalId().map(id -> "the external id " + id).orElse("it")
                + " under Manage messages of the recurring data job before you do.";
    }

    private static MessageId id(String text) throws JsonException {
        Object value = Json.parse(text);
        String id = value instanceof JsonObject object ? object.requiredText("value") : String.valueOf(value);
        if (value == null || value instanceof List || id.isBlank()) {
            throw new JsonException("expected a message id, but got " + text.length() + " characters without one");
        }
        return MessageId.verbatim(id);
    }
}
