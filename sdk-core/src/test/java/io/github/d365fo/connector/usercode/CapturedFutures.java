package io.github.d365fo.connector.usercode;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the futures of all asynchronous calls that go through it, so that a test can cancel them. */
final class CapturedFutures {
    private final List<CompletableFuture<?>> futures = new CopyOnWriteArrayList<>();

    /** Returns {@code real} with this in front of it and of all that it hands out. */
    <T> T of(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> captured(method, invoke(method, real, arguments))));
    }

    /** Returns whether there was a future to cancel. */
    boolean cancel() {
        return futures.stream().map(future -> future.cancel(true)).reduce(false, Boolean::logicalOr);
    }

    private Object captured(Method method, Object result) {
        if (result instanceof CompletableFuture<?> future) {
            futures.add(future);
            return future;
        }
        Class<?> type = method.getReturnType();
        boolean handsOut = type.isInterface() && type.getName().startsWith("io.github.d365fo");
        return handsOut ? wrapped(type, result) : result;
    }

    private <T> T wrapped(Class<T> type, Object result) {
        return of(type, type.cast(result));
    }

    private static Object invoke(Method method, Object receiver, Object[] arguments) throws Throwable {
        try {
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
