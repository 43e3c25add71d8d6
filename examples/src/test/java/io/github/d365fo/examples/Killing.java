package io.github.d365fo.examples;

import io.github.d365fo.connector.AsyncConnectorClient;
import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Ends the program that uses a client at one of its steps: before a call of a job, or after it. */
final class Killing {
    private static final List<Class<?>> FACES =
            List.of(ConnectorClient.class, AsyncConnectorClient.class, RecurringJob.class, AsyncRecurringJob.class);

    private final int last;
    private int step;

    /** Lets so many steps pass. */
    Killing(int last) {
        this.last = last;
    }

    /** What nobody catches. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    ConnectorClient of(ConnectorClient client) {
        return ConnectorClient.class.cast(watched(client, ConnectorClient.class));
    }

    int steps() {
        return step;
    }

    private Object watched(Object target, Class<?> face) {
        boolean job = face == RecurringJob.class || face == AsyncRecurringJob.class;
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                if (job) {
                    pass();
                }
                return after(method.invoke(target, arguments), job);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {face}, handler);
    }

    private Object after(Object result, boolean job) {
        if (result instanceof CompletableFuture<?> future) {
            return future.thenApply(value -> {
                pass();
                return value;
            });
        }
        if (job) {
            pass();
            return result;
        }
        return FACES.stream()
                .filter(face -> face.isInstance(result))
                .findFirst()
                .map(face -> watched(result, face))
                .orElse(result);
    }

    private synchronized void pass() {
        if (step++ >= last) {
            throw new Killed();
        }
    }
}
