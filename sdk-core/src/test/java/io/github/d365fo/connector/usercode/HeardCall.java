package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.support.EveryEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The listener of one call: what it heard must be a whole story. */
final class HeardCall implements EveryEvent {
    final CallInfo call;
    final Thread caller = Thread.currentThread();
    final List<Object> events = new CopyOnWriteArrayList<>();

    HeardCall(CallInfo call) {
        this.call = call;
    }

    @Override
    public ConnectorListener onCallStarted(CallInfo again) {
        throw new AssertionError("a call begins once");
    }

    @Override
    public void hear(Object event) {
        events.add(event);
    }

    boolean hasEnded() {
        return events.stream().anyMatch(CallEnded.class::isInstance);
    }

    CallEnded end() {
        return all(CallEnded.class).get(0);
    }

    <T> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Fails unless everything is of this call and whatever begins ends, once and afterwards, before the call does. */
    void assertWhole() {
        assertThat(events).last().isInstanceOf(CallEnded.class);
        assertThat(all(CallEnded.class)).hasSize(1);
        assertThat(events).allSatisfy(event -> {
            CallInfo info = part(event, "call", CallInfo.class);
            assertThat(info.id()).isEqualTo(call.id());
            assertThat(info.operation()).isEqualTo(call.operation());
            assertThat(info.job()).isEqualTo(call.job());
        });
        assertEnd(Request.class, Response.class, RequestEnded.class);
        assertEnd(Wait.class, WaitEnded.class);
        assertEnd(TransferStarted.class, Transfer.class, TransferFailed.class);
        assertEnd(TokenRequested.class, TokenRequestEnded.class);
        assertThat(end().attempts()).isEqualTo(all(Request.class).size());
        assertThat(all(Retry.class)).hasSizeLessThan(Math.max(1, end().attempts()));
        assertThat(end().failure().isPresent() && end().errorType().isEmpty())
                .as("a failure without a type")
                .isFalse();
    }

    /** The last of {@code ends} that comes, or the other, ends what {@code begin} began. */
    private void assertEnd(Class<?> begin, Class<?>... ends) {
        List<Object> open = new ArrayList<>();
        Class<?> last = ends[ends.length - 1];
        for (Object event : events) {
            if (begin.isInstance(event)) {
                open.add(event);
            }
            for (Class<?> end : ends) {
                if (end.isInstance(event)) {
                    boolean over = end == last || end == Transfer.class;
                    Object of = part(event, begin == Request.class ? "request" : "started", begin);
                    assertThat(open).as("%s has begun", event).anyMatch(each -> each == of);
                    if (over) {
                        open.removeIf(each -> each == of);
                    }
                }
            }
        }
        assertThat(open).as("has no end").isEmpty();
    }

    /** Returns a part of an event, or of one that is part of it. */
    private static <T> T part(Object event, String name, Class<T> type) {
        for (String way : List.of(name, "request", "started")) {
            Object part = call(event, way);
            if (part != null) {
                return type.isInstance(part) ? type.cast(part) : part(part, name, type);
            }
        }
        throw new AssertionError(event + " has no " + name);
    }

    private static Object call(Object event, String accessor) {
        try {
            Method method = event.getClass().getMethod(accessor);
            return method.invoke(event);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }
}
