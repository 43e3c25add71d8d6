package io.github.d365fo.feed.internal.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * A pool of connections that can fail at any call, and that complains of those that don't come back as they were given,
 * and of statements without a limit on their time.
 */
final class WatchedPool implements AutoCloseable {
    private static final Set<String> CALLS = Set.of(
            "getConnection",
            "prepareStatement",
            "executeQuery",
            "executeUpdate",
            "commit",
            "rollback",
            "setAutoCommit");

    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private boolean autoCommit = true;
    private int isolation = Connection.TRANSACTION_READ_COMMITTED;
    private int callsToFault;
    private Fault fault = Fault.LOST_BEFORE;
    private String struck = "";

    WatchedPool(DataSource source) {
        this.source = source;
    }

    enum Fault {
        /** The connection dies, and what was called is not done. */
        LOST_BEFORE,
        /** What was called is done, and the connection dies without an answer. */
        LOST_AFTER,
        /** The call is refused, and the connection goes on. */
        REFUSED
    }

    DataSource asSource() {
        return proxy(DataSource.class, (self, method, arguments) -> connection());
    }

    /** Returns the source that it takes its connections from. */
    DataSource unwatched() {
        return source;
    }

    /** Hands out connections that are in auto-commit or not. */
    synchronized WatchedPool autoCommit(boolean on) throws SQLException {
        autoCommit = on;
        drop();
        return this;
    }

    synchronized WatchedPool isolation(int level) throws SQLException {
        isolation = level;
        drop();
        return this;
    }

    /** Lets the {@code n}th call from now fail. */
    synchronized void failAt(int n, Fault how) {
        callsToFault = n;
        fault = how;
        struck = "";
    }

    /** Returns the call that failed, or an empty text. */
    synchronized String struck() {
        callsToFault = 0;
        return struck;
    }

    List<String> complaints() {
        return complaints;
    }

    private Connection connection() throws SQLException {
        // A connection that isn't there can't do anything first.
        if (strikes("getConnection")) {
            throw failure("getConnection");
        }
        Connection real = take();
        return proxy(Connection.class, new Watch(real));
    }

    private synchronized Connection take() throws SQLException {
        Connection pooled = idle.poll();
        if (pooled != null) {
            return pooled;
        }
        Connection connection = source.getConnection();
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(autoCommit);
        return connection;
    }

    private synchronized void giveBack(Connection connection, boolean isSound) throws SQLException {
        if (!isSound) {
            connection.close();
            return;
        }
        if (connection.getAutoCommit() != autoCommit) {
            complaints.add("auto-commit is " + !autoCommit);
        }
        idle.push(connection);
    }

    private synchronized boolean strikes(String call) {
        if (!CALLS.contains(call) || callsToFault == 0) {
            return false;
        }
        callsToFault--;
        if (callsToFault == 0) {
            struck = call;
        }
        return callsToFault == 0;
    }

    private static SQLException failure(String call) {
        return new SQLException(call + " failed", "08006");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void drop() throws SQLException {
        while (!idle.isEmpty()) {
            idle.pop().close();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        drop();
    }

    private final class Watch implements InvocationHandler {
        private final Connection real;
        private boolean isDead;
        private boolean isSound = true;
        private boolean isClosed;

        Watch(Connection real) {
            this.real = real;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("close")) {
                if (!isClosed) {
                    isClosed = true;
                    giveBack(real, isSound);
                }
                return null;
            }
            Object answer = call(real, method, arguments);
            return answer instanceof PreparedStatement statement
                    ? proxy(PreparedStatement.class, new StatementWatch(this, statement))
                    : answer;
        }

        Object call(Object target, Method method, Object... arguments) throws Throwable {
            String name = method.getName();
            if (isDead) {
                throw failure(name);
            }
            if (!strikes(name)) {
                return invoke(method, target, arguments);
            }
            if (fault == Fault.LOST_AFTER) {
                invoke(method, target, arguments);
            }
            if (fault == Fault.REFUSED) {
                // Who is refused these two can't give it back as it was.
                isSound = !name.equals("rollback") && !name.equals("setAutoCommit");
            } else {
                isDead = true;
                isSound = false;
                if (!real.getAutoCommit()) {
                    real.rollback();
                }
            }
            throw failure(name);
        }

        private static Object invoke(Method method, Object target, Object... arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private final class StatementWatch implements InvocationHandler {
        private final Watch connection;
        private final PreparedStatement real;

        StatementWatch(Watch connection, PreparedStatement real) {
            this.connection = connection;
            this.real = real;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            if (method.getName().startsWith("execute") && real.getQueryTimeout() != 30) {
                complaints.add("a statement may take for ever");
            }
            return connection.call(real, method, arguments);
        }
    }
}
