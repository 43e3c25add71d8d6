package io.github.d365fo.feed.internal.export;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection for a handler, who may do anything with it but end its transaction, and only until it returns. */
final class GuardedConnection implements AutoCloseable {
    private static final Set<String> REFUSED = Set.of("commit", "close", "abort", "setAutoCommit");

    private final Connection raw;
    private final Connection guarded;
    private volatile boolean over;

    GuardedConnection(Connection raw) {
        this.raw = raw;
        this.guarded = proxy(Connection.class, this::call);
    }

    /** Returns the connection for the handler. */
    Connection connection() {
        return guarded;
    }

    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean rollback = method.getName().equals("rollback") && method.getParameterCount() == 0;
        if (rollback || REFUSED.contains(method.getName())) {
            throw new SQLException(
                    method.getName() + ": the feed ends the transaction of this handler, when it returns or throws");
        }
        if (over) {
            throw new SQLException(method.getName() + ": the handler that this connection was for has returned");
        }
        Object result = invoke(raw, method, arguments);
        return result instanceof Statement statement ? guarded(statement, method.getReturnType()) : result;
    }

    /** A statement leads back to its connection. */
    private Object guarded(Statement statement, Class<?> type) {
        InvocationHandler handler = (proxy, method, arguments) ->
                method.getName().equals("getConnection") ? guarded : invoke(statement, method, arguments);
        if (type == CallableStatement.class) {
            return proxy(CallableStatement.class, handler);
        }
        return type == PreparedStatement.class
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Ends the handler's use of it. */
    @Override
    public void close() {
        over = true;
    }
}
