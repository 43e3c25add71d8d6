package io.github.d365fo.feed.internal.export;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection for a handler, who may do anything with it but end its transaction, and only until it returns.
 *
 * <p>Whatever the connection hands out is guarded as well, so that no way leads back to the driver's own connection.
 * Savepoints stay within the transaction and are the driver's. So are the elements of a {@code java.sql.Array} or
 * {@code java.sql.Struct}: they are values, in arrays whose type may be the driver's own. Thread-safe if the driver's connection is.
 */
final class GuardedConnection implements AutoCloseable {
    /** What has a way to its connection, the special ones first. */
    private static final List<Class<?>> GUARDED = List.of(
            Connection.class,
            CallableStatement.class,
            PreparedStatement.class,
            Statement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            ParameterMetaData.class,
            ResultSetMetaData.class,
            Array.class,
            Ref.class);

    private static final Set<String> ENDING = Set.of("commit", "close", "abort", "setAutoCommit");

    /** They last longer than the transaction, and databases may end it because of them. */
    private static final Set<String> LASTING =
            Set.of("setTransactionIsolation", "setReadOnly", "beginRequest", "endRequest");

    private final Connection raw;
    private final Connection guarded;
    private volatile boolean over;

    GuardedConnection(Connection raw) {
        this.raw = raw;
        this.guarded = (Connection) guard(raw, Connection.class);
    }

    /** Returns the connection for the handler. */
    Connection connection() {
        return guarded;
    }

    /** Ends the handler's use of it, and of what it handed out. */
    @Override
    public void close() {
        over = true;
    }

    private Object guard(Object target, Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Guard(target));
    }

    private @Nullable Object guarded(@Nullable Object result) {
        if (result == raw) {
            return guarded;
        }
        Optional<Class<?>> type =
                GUARDED.stream().filter(each -> each.isInstance(result)).findFirst();
        return result == null || type.isEmpty() ? result : guard(result, type.get());
    }

    private void refuse(Method method) throws SQLException {
        String name = method.getName();
        if (over) {
            throw new SQLException(name + ": the handler that this connection was for has returned");
        }
        if (!Connection.class.isAssignableFrom(method.getDeclaringClass())) {
            return;
        }
        if (ENDING.contains(name) || (name.equals("rollback") && method.getParameterCount() == 0)) {
            throw new SQLException(name + ": the feed ends the transaction of this handler, when it returns or throws");
        }
        if (LASTING.contains(name)) {
            throw new SQLException(name + ": it would outlast the transaction, or end it; set it in the data source");
        }
    }

    /** One guarded object. */
    private final class Guard implements java.lang.reflect.InvocationHandler {
        private final Object target;

        Guard(Object target) {
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(method, arguments);
            }
            refuse(method);
            if (method.getName().equals("isWrapperFor")) {
                return type(arguments).isInstance(proxy);
            }
            Object result = method.getName().equals("unwrap") ? proxy : guarded(call(method, arguments));
            if (method.getName().equals("unwrap") || (result != null && Proxy.isProxyClass(result.getClass()))) {
                checkType(result, arguments);
            }
            return result;
        }

        private @Nullable Object ofObject(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "equals" -> target == unguarded(arguments == null ? null : arguments[0]);
                case "hashCode" -> System.identityHashCode(target);
                default -> call(method, arguments);
            };
        }

        private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
            Object[] passed = arguments == null ? new Object[0] : arguments.clone();
            for (int i = 0; i < passed.length; i++) {
                passed[i] = unguarded(passed[i]);
            }
            try {
                return method.invoke(target, passed);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** A driver needs its own objects, such as arrays, back as they were. */
    private static @Nullable Object unguarded(@Nullable Object argument) {
        return argument != null
                        && Proxy.isProxyClass(argument.getClass())
                        && Proxy.getInvocationHandler(argument) instanceof Guard guard
                ? guard.target
                : argument;
    }

    private static Class<?> type(@Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[arguments.length - 1] instanceof Class<?> type
                ? type
                : Object.class;
    }

    private static void checkType(@Nullable Object result, @Nullable Object @Nullable [] arguments)
            throws SQLException {
        if (!type(arguments).isInstance(result)) {
            throw new SQLException(type(arguments).getName()
                    + ": the driver's own objects lead around the transaction of this handler; use those of java.sql");
        }
    }
}
