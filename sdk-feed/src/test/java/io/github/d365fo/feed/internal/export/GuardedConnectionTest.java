package io.github.d365fo.feed.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Answers;
import org.mockito.invocation.InvocationOnMock;
import org.mockito.stubbing.Answer;

/** Tries every method of every object that a handler can get from its connection. */
class GuardedConnectionTest {
    private static final List<Class<?>> DRIVERS = List.of(Connection.class, Statement.class, ResultSet.class);

    private final Map<Class<?>, Object> raws = new HashMap<>();
    private final List<String> ended = new ArrayList<>();
    private Class<?> resultOfObject = Connection.class;
    private GuardedConnection guard;

    @BeforeEach
    void guard() {
        guard = new GuardedConnection((Connection) raw(Connection.class));
    }

    private Object raw(Class<?> type) {
        return raws.computeIfAbsent(type, any -> mock(type, (Answer<Object>) this::answer));
    }

    /** Each method of the driver gives the driver's own object of the type that it returns. */
    private Object answer(InvocationOnMock call) throws Throwable {
        Method method = call.getMethod();
        if (Set.of("commit", "rollback", "close", "abort", "setAutoCommit", "setTransactionIsolation", "setReadOnly")
                        .contains(method.getName())
                && call.getMock() instanceof Connection
                && method.getParameterCount() < 2
                && !(method.getName().equals("rollback") && method.getParameterCount() == 1)) {
            ended.add(method.getName());
        }
        Class<?> type = method.getReturnType();
        if (method.getName().equals("unwrap")) {
            return raw(Connection.class);
        }
        if (type == Object.class) {
            return raw(resultOfObject);
        }
        return type.isInterface() && type.getPackageName().equals("java.sql")
                ? raw(type)
                : Answers.RETURNS_DEFAULTS.answer(call);
    }

    private static Object[] arguments(Method method, Class<?> wanted) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            if (type == Class.class) {
                arguments[i] = wanted;
            } else if (type == boolean.class) {
                arguments[i] = true;
            } else if (type.isPrimitive()) {
                arguments[i] = java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
            }
        }
        return arguments;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Connection.class,
                Statement.class,
                PreparedStatement.class,
                CallableStatement.class,
                ResultSet.class,
                DatabaseMetaData.class,
                Array.class
            })
    void noWayLeadsToTheDriversConnection(Class<?> objects) throws IllegalAccessException {
        resultOfObject = objects;
        Deque<Object> reached = new ArrayDeque<>(List.of(guard.connection()));
        Set<Class<?>> tried = new HashSet<>();
        List<String> ways = new ArrayList<>();
        while (!reached.isEmpty()) {
            Object from = reached.remove();
            for (Class<?> type : interfaces(from)) {
                if (tried.add(type)) {
                    for (Method method : type.getMethods()) {
                        for (Class<?> wanted : List.of(Object.class, Connection.class, JdbcConnection.class)) {
                            Object result = call(from, method, wanted);
                            if (result != null && isJdbc(result)) {
                                reached.add(result);
                            }
                            if (isTheDrivers(result)) {
                                ways.add(method.toString());
                            }
                        }
                    }
                }
            }
        }
        assertThat(tried).hasSizeGreaterThan(10);
        assertThat(ways).isEmpty();
        assertThat(ended).isEmpty();
    }

    private static Object call(Object from, Method method, Class<?> wanted) throws IllegalAccessException {
        try {
            return method.invoke(from, arguments(method, wanted));
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).as(method.toString()).isInstanceOf(SQLException.class);
            return null;
        }
    }

    private static boolean isTheDrivers(Object result) {
        return result != null
                && mockingDetails(result).isMock()
                && DRIVERS.stream().anyMatch(type -> type.isInstance(result));
    }

    private static boolean isJdbc(Object result) {
        return !interfaces(result).isEmpty();
    }

    private static List<Class<?>> interfaces(Object object) {
        Class<?> declares = mockingDetails(object).isMock() || Proxy.isProxyClass(object.getClass())
                ? object.getClass()
                : Object.class;
        return List.of(declares.getInterfaces()).stream()
                .filter(type -> type.getPackageName().equals("java.sql"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "rollback",
                "close",
                "abort",
                "setAutoCommit",
                "setTransactionIsolation",
                "setReadOnly",
                "beginRequest",
                "endRequest"
            })
    void whatEndsOrOutlastsTheTransactionIsRefused(String name) {
        Connection connection = guard.connection();
        for (Method method : Connection.class.getMethods()) {
            if (method.getName().equals(name) && !(name.equals("rollback") && method.getParameterCount() == 1)) {
                assertThatThrownBy(() -> method.invoke(connection, arguments(method, Object.class)))
                        .cause()
                        .isInstanceOf(SQLException.class)
                        .hasMessageStartingWith(name + ": ");
            }
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void nothingWorksWhenTheHandlerHasReturned() throws SQLException {
        Statement statement = guard.connection().createStatement();
        guard.close();

        assertThatThrownBy(() -> statement.execute("COMMIT")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> guard.connection().createStatement()).isInstanceOf(SQLException.class);
    }

    @Test
    void everythingElseWorksAsTheDriversOwn() throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:");
        try (Connection raw = source.getConnection()) {
            raw.setAutoCommit(false);
            Connection connection = new GuardedConnection(raw).connection();
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.getConnection()).isSameAs(connection).isEqualTo(connection);
                assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
                assertThat(connection.isWrapperFor(Connection.class)).isTrue();
                assertThat(connection.isWrapperFor(JdbcConnection.class)).isFalse();
                assertThatThrownBy(() -> connection.unwrap(JdbcConnection.class))
                        .hasMessageContaining("use those of java.sql");
                statement.execute("CREATE TABLE numbers (all_of_them INTEGER ARRAY)");
                connection.setSavepoint();
            }
            Array array = connection.createArrayOf("INTEGER", new Object[] {1, 2});
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO numbers VALUES (?)")) {
                insert.setArray(1, array);
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT all_of_them FROM numbers")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getStatement()).isEqualTo(statement).hasSameHashCodeAs(statement);
                assertThat((Object[]) rows.getArray(1).getArray()).containsExactly(1, 2);
            }
        }
    }
}
