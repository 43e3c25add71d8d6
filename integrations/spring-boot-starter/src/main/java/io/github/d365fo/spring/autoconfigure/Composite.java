package io.github.d365fo.spring.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one listener of several. What one of them throws does not keep an event from the others. */
final class Composite {
    private Composite() {}

    /** Returns a listener that hands each event to all of {@code listeners}, or empty if there is none. */
    static <T> Optional<T> of(Class<T> type, List<T> listeners) {
        if (listeners.size() < 2) {
            return listeners.stream().findFirst();
        }
        return Optional.of(type.cast(Proxy.newProxyInstance(
                Composite.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(listeners, arguments)
                        : tellAll(listeners, method, arguments))));
    }

    private static @Nullable Object tellAll(List<?> listeners, Method method, Object[] arguments) throws Throwable {
        Throwable failure = null;
        for (Object listener : listeners) {
            try {
                method.invoke(listener, arguments);
            } catch (InvocationTargetException e) {
                if (failure == null) {
                    failure = e.getTargetException();
                } else {
                    failure.addSuppressed(e.getTargetException());
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return null;
    }
}
