package io.github.d365fo.testkit.harness;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An asynchronous interface in the shape of the blocking one, whose methods have the same names and parameters. */
final class Waiting {
    private Waiting() {}

    /** Returns a {@code blocking} that calls {@code async}, an {@code interfaceOfAsync}, and waits for each future. */
    static <T> T as(Class<T> blocking, Class<?> interfaceOfAsync, Object async) {
        return blocking.cast(Proxy.newProxyInstance(
                blocking.getClassLoader(), new Class<?>[] {blocking}, (proxy, method, arguments) -> {
                    Class<?> type = method.getDeclaringClass() == Object.class ? Object.class : interfaceOfAsync;
                    Method called = type.getMethod(method.getName(), method.getParameterTypes());
                    Object result = invoke(called, async, arguments);
                    if (result instanceof CompletableFuture<?> future) {
                        return join(future);
                    }
                    return called.getReturnType() == method.getReturnType()
                            ? result
                            : as(method.getReturnType(), called.getReturnType(), result);
                }));
    }

    private static Object invoke(Method method, Object receiver, Object[] arguments) throws Throwable {
        try {
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Throws what the future failed with, as the blocking face does. */
    private static Object join(CompletableFuture<?> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
