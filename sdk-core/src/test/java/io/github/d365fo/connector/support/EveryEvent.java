package io.github.d365fo.connector.support;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;

/** A listener whose methods all do the same. {@code EventGrammarTest} checks that none is missing. */
@FunctionalInterface
public interface EveryEvent extends ConnectorListener {
    /** Hears {@code event}, or the call that begins. */
    void hear(Object event);

    @Override
    default ConnectorListener onCallStarted(CallInfo call) {
        hear(call);
        return this;
    }

    @Override
    default void onCallEnded(CallEnded event) {
        hear(event);
    }

    @Override
    default void onRequest(Request event) {
        hear(event);
    }

    @Override
    default void onResponse(Response event) {
        hear(event);
    }

    @Override
    default void onRequestEnded(RequestEnded event) {
        hear(event);
    }

    @Override
    default void onRetry(Retry event) {
        hear(event);
    }

    @Override
    default void onThrottle(Throttle event) {
        hear(event);
    }

    @Override
    default void onWait(Wait event) {
        hear(event);
    }

    @Override
    default void onWaitEnded(WaitEnded event) {
        hear(event);
    }

    @Override
    default void onTransferStarted(TransferStarted event) {
        hear(event);
    }

    @Override
    default void onTransfer(Transfer event) {
        hear(event);
    }

    @Override
    default void onTransferFailed(TransferFailed event) {
        hear(event);
    }

    @Override
    default void onTokenRequested(TokenRequested event) {
        hear(event);
    }

    @Override
    default void onTokenRequestEnded(TokenRequestEnded event) {
        hear(event);
    }
}
