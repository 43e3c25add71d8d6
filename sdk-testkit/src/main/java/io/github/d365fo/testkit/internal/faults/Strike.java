package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.testkit.internal.connector.MessageTap;

/**
 * What a fault did to a request.
 *
 * @param isOver whether the request is over and done with
 * @param tap what it does to the message that the request is about
 */
public record Strike(boolean isOver, MessageTap tap) {
    /** Nothing that the service would have to know of. */
    public static final Strike PASSING = new Strike(false, MessageTap.NONE);

    static final Strike OVER = new Strike(true, MessageTap.NONE);

    static Strike of(MessageTap tap) {
        return new Strike(false, tap);
    }
}
