package io.github.d365fo.feed.support;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An exception one of whose own methods misbehaves, from its first call or a later one. */
public final class HostileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int MOST_CALLS = 12;

    private final Method method;
    private final Way way;
    private final int from;
    private int calls;

    private HostileException(Method method, Way way, int from) {
        super("planned");
        this.method = method;
        this.way = way;
        this.from = from;
    }

    private enum Method {
        GET_MESSAGE,
        TO_STRING,
        GET_CAUSE,
        GET_STACK_TRACE,
        PRINT_STACK_TRACE,
        HASH_CODE
    }

    private enum Way {
        EXCEPTION,
        ERROR,
        NOTHING,
        ITSELF
    }

    /** Returns all kinds, by the call from which they misbehave. */
    public static Stream<Kind> kinds() {
        return Stream.of(Method.values())
                .flatMap(method -> Stream.of(Way.values())
                        .flatMap(way ->
                                IntStream.rangeClosed(1, MOST_CALLS).mapToObj(from -> new Kind(method, way, from))));
    }

    /** Returns one kind of each method. */
    public static Stream<Kind> fewKinds() {
        return Stream.of(Method.values()).map(method -> new Kind(method, Way.ERROR, 1 + method.ordinal()));
    }

    /** One kind of such exceptions. */
    public record Kind(Object method, Object way, int from) implements Supplier<HostileException> {
        @Override
        public HostileException get() {
            return new HostileException((Method) method, (Way) way, from);
        }

        @Override
        public String toString() {
            return (method + "_" + way).toLowerCase(Locale.ROOT) + "_from_call_" + from;
        }
    }

    @SuppressWarnings("NullAway")
    private <T> T misbehave(Method now, Supplier<T> itself, Supplier<T> well) {
        if (now != method || ++calls < from) {
            return well.get();
        }
        return switch (way) {
            case EXCEPTION -> throw new IllegalStateException("its own method fails");
            case ERROR -> throw new AssertionError("its own method fails");
            case NOTHING -> null;
            case ITSELF -> itself.get();
        };
    }

    @Override
    public String getMessage() {
        return misbehave(Method.GET_MESSAGE, super::getMessage, super::getMessage);
    }

    @Override
    public String toString() {
        return misbehave(Method.TO_STRING, super::toString, super::toString);
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
        return misbehave(Method.GET_CAUSE, () -> this, super::getCause);
    }

    @Override
    @SuppressWarnings("NullAway")
    public StackTraceElement[] getStackTrace() {
        return misbehave(Method.GET_STACK_TRACE, () -> new StackTraceElement[] {null}, super::getStackTrace);
    }

    @Override
    public void printStackTrace(PrintStream stream) {
        misbehave(Method.PRINT_STACK_TRACE, () -> "", () -> "");
        super.printStackTrace(stream);
    }

    @Override
    public void printStackTrace(PrintWriter writer) {
        misbehave(Method.PRINT_STACK_TRACE, () -> "", () -> "");
        super.printStackTrace(writer);
    }

    @Override
    public int hashCode() {
        Integer code = misbehave(Method.HASH_CODE, () -> 7, super::hashCode);
        return code == null ? 7 : code;
    }
}
