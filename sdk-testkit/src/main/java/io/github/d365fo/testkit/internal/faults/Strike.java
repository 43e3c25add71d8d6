package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.testkit.internal.connector.MessageTap;

/**
 * What a fault did to a request.
 *
 * @param isOver whether the request is over
 * @param tap what it does to the message of the request
 */
public record Strike(boolean isOver, MessageTap tap) {
    /** A strike that does not concern the service. */
    public static final Strike PASSING = new Strike(false, MessageTap.NONE);

    static final Strike OVER = new Strike(true, MessageTap.NONE);

    static Strike of(MessageTap tap) {
        return new Strike(false, tap);
    }
}
