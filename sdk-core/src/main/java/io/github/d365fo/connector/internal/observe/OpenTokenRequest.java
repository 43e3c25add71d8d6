package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.TokenRequestEnded;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question to the token provider that listeners know of. */
final class OpenTokenRequest implements Open {
    private final ConnectorListener.TokenRequested event;
    private final Stopwatch since = new Stopwatch();

    OpenTokenRequest(ConnectorListener.TokenRequested event) {
        this.event = event;
    }

    ConnectorListener.TokenRequested event() {
        return event;
    }

    Consumer<ConnectorListener> ended(@Nullable Throwable failure) {
        return failure == null
                ? ended(Optional.empty(), Optional.empty())
                : ended(
                        Optional.of(ErrorType.NO_TOKEN),
                        Optional.of(
                                failure instanceof TokenUnavailableException known ? known.reason() : Reason.UNKNOWN));
    }

    @Override
    public Consumer<ConnectorListener> endOfCall(ErrorType reason) {
        return ended(Optional.of(ErrorType.UNFINISHED), Optional.empty());
    }

    private Consumer<ConnectorListener> ended(Optional<ErrorType> type, Optional<Reason> reason) {
        TokenRequestEnded ended = new TokenRequestEnded(event, type, reason, since.elapsed());
        return listener -> listener.onTokenRequestEnded(ended);
    }
}
