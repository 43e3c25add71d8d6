package io.github.d365fo.connector.internal.http;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A request body that is in memory, or no body. */
final class SmallBody implements HttpRequest.BodyPublisher {
    private final HttpRequest.BodyPublisher text;
    private final Departure departure;

    SmallBody(@Nullable String text, Departure departure) {
        this.text = text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text);
        this.departure = departure;
    }

    /** Called when the head is created. */
    @Override
    public long contentLength() {
        departure.head();
        return text.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        text.subscribe(subscriber);
    }
}
