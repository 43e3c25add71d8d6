package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.error.ErrorType;
import java.util.function.Consumer;

/** Something of a call that listeners were told has begun, and must be told the end of. */
interface Open {
    /** Returns the event of an end together with that of the call, which ends for {@code reason}. */
    Consumer<ConnectorListener> endOfCall(ErrorType reason);
}
