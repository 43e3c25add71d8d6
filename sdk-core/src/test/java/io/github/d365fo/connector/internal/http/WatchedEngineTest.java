package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

/** The encryption of a connection: what passes, what no longer does, and that all else is left to the JDK. */
class WatchedEngineTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final Departure departure = new Departure(true, nanos::get);
    private int consumed;
    private int produced;
    private final SSLEngine engine =
            mock(SSLEngine.class, invocation -> switch (invocation.getMethod().getName()) {
                case "wrap" -> {
                    ByteBuffer target = invocation.getArgument(3);
                    target.put(new byte[7]);
                    yield new SSLEngineResult(SSLEngineResult.Status.OK, HandshakeStatus.NOT_HANDSHAKING, consumed, 7);
                }
                case "unwrap" ->
                    new SSLEngineResult(SSLEngineResult.Status.OK, HandshakeStatus.NOT_HANDSHAKING, 7, produced);
                default -> Mockito.RETURNS_DEFAULTS.answer(invocation);
            });
    private final WatchedEngine watched = new WatchedEngine(engine, departure, nanos::get);

    @Test
    void aHandshakeIsNoDeparture() throws Exception {
        send(0);
        departure.head();
        assertThat(departure.mayHaveArrived(null)).isFalse();
    }

    @Test
    void theFirstByteOfTheRequestIs() throws Exception {
        send(0);
        departure.head();
        send(1);
        assertThat(departure.mayHaveArrived(null)).isTrue();
    }

    @Test
    void aConnectionWhoseExchangeIsOverTakesNothing() throws Exception {
        send(0);
        departure.head();
        departure.mayHaveArrived(null);
        ByteBuffer target = ByteBuffer.allocate(100);
        consumed = 1;
        assertThatThrownBy(() -> watched.wrap(sources(), 0, 1, target)).isInstanceOf(SSLException.class);
        assertThat(target.position()).as("what was encrypted is taken back").isZero();
    }

    @Test
    void anEngineIsReleasedAfterItsRequest() throws Exception {
        departure.head();
        send(1);
        departure.mayHaveArrived(null);
        send(1);
    }

    @Test
    void aConnectionMayBeIdleForAMinute() throws Exception {
        departure.head();
        send(1);
        nanos.set(10 * SECOND);
        receive(1);
        nanos.addAndGet(60 * SECOND);
        send(1);
    }

    @Test
    void anIdleConnectionIsNeverUsedAgain() throws Exception {
        departure.head();
        send(1);
        nanos.set(10 * SECOND);
        receive(1);
        nanos.addAndGet(60 * SECOND + 1);
        assertThatThrownBy(() -> send(1))
                .isInstanceOfSatisfying(
                        StaleConnectionException.class,
                        e -> assertThat(e.idleSince()).isEqualTo(10 * SECOND))
                .hasMessageContaining("idle for 60 s");
        assertThatThrownBy(() -> send(1)).isInstanceOf(StaleConnectionException.class);
    }

    @Test
    void aSlowRequestIsNoIdleConnection() throws Exception {
        departure.head();
        send(1);
        nanos.addAndGet(100 * SECOND);
        send(1);
    }

    @Test
    void anAnswerWithoutBytesIsNone() throws Exception {
        departure.head();
        send(1);
        receive(0);
        nanos.addAndGet(100 * SECOND);
        send(1);
    }

    @Test
    void anUnownedEngineCarriesEverything() throws Exception {
        WatchedEngine nobodys = new WatchedEngine(engine, null, nanos::get);
        consumed = 1;
        assertThat(nobodys.wrap(sources(), 0, 1, ByteBuffer.allocate(100)).bytesConsumed())
                .isEqualTo(1);
    }

    static Stream<Method> questions() {
        return Stream.of(SSLEngine.class.getMethods())
                .filter(method -> method.getDeclaringClass() == SSLEngine.class)
                .filter(method -> !Modifier.isFinal(method.getModifiers()))
                // Those of more than one buffer are what the others lead to.
                .filter(method ->
                        !List.of("wrap", "unwrap", "getPeerHost", "getPeerPort").contains(method.getName()))
                // The JVM gives them in another order each time, and a mutation is tried against a test by its number.
                .sorted(Comparator.comparing(Method::toGenericString));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void allElseIsLeftToTheJdk(Method method) throws Exception {
        for (boolean flag : new boolean[] {true, false}) {
            List<Object> asked = new ArrayList<>();
            Object answer = method.getReturnType() == void.class ? null : value(method.getReturnType(), flag);
            SSLEngine inner = mock(SSLEngine.class, invocation -> {
                if (!invocation.getMethod().equals(method)) {
                    return Mockito.RETURNS_DEFAULTS.answer(invocation);
                }
                asked.addAll(List.of(invocation.getArguments()));
                asked.add("asked");
                return answer;
            });
            List<Object> arguments = new ArrayList<>();
            for (Class<?> type : method.getParameterTypes()) {
                arguments.add(value(type, flag));
            }
            DelegatingEngine outer = new DelegatingEngine(inner);
            assertThat(invoke(method, outer, arguments)).isEqualTo(answer);
            arguments.add("asked");
            assertThat(asked).isEqualTo(arguments);
        }
    }

    @Test
    void theContextIsTheGivenOneExceptForItsEngines() throws Exception {
        SSLContext given = SSLContext.getInstance("TLS");
        SSLContext context = new WatchedTls(given, nanos::get).context();
        context.init(null, null, null);
        assertThat(context.getProtocol()).isEqualTo("TLS");
        assertThat(context.createSSLEngine()).isInstanceOf(WatchedEngine.class);
        SSLEngine engine = context.createSSLEngine("host", 443);
        assertThat(engine).isInstanceOf(WatchedEngine.class);
        assertThat(engine.getPeerHost()).isEqualTo("host");
        assertThat(engine.getPeerPort()).isEqualTo(443);
        assertThat(context.getClientSessionContext()).isSameAs(given.getClientSessionContext());
        assertThat(context.getServerSessionContext()).isSameAs(given.getServerSessionContext());
        assertThat(context.getSocketFactory()).isNotNull();
        assertThat(context.getServerSocketFactory()).isNotNull();
        assertThat(context.getDefaultSSLParameters().getProtocols())
                .isEqualTo(given.getDefaultSSLParameters().getProtocols());
        assertThat(context.getSupportedSSLParameters().getProtocols())
                .isEqualTo(given.getSupportedSSLParameters().getProtocols());
    }

    @Test
    void anEngineReportsToTheRequestThatIsSentInItsThread() throws Exception {
        SSLContext context = new WatchedTls(null, nanos::get).context();
        Departure sent = new Departure(true, nanos::get);
        WatchedTls.begin(sent);
        SSLEngine engine = context.createSSLEngine("host", 443);
        WatchedTls.end();
        Departure other = new Departure(true, nanos::get);
        SSLEngine nobodys = context.createSSLEngine("host", 443);
        for (SSLEngine each : List.of(engine, nobodys)) {
            each.setUseClientMode(true);
            each.wrap(
                    ByteBuffer.allocate(0),
                    ByteBuffer.allocate(each.getSession().getPacketBufferSize()));
        }
        sent.head();
        other.head();
        assertThat(sent.mayHaveArrived(null)).as("its handshake has begun").isFalse();
        assertThat(other.mayHaveArrived(null)).isTrue();
    }

    private static Object invoke(Method method, DelegatingEngine engine, List<Object> arguments) throws Exception {
        try {
            return method.invoke(engine, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    private static Object value(Class<?> type, boolean flag) {
        if (type == boolean.class) {
            return flag;
        }
        if (type == String[].class) {
            return new String[] {"a", String.valueOf(flag)};
        }
        if (type == String.class) {
            return "a protocol";
        }
        if (type == List.class) {
            return List.of("a");
        }
        if (type == SSLParameters.class) {
            return new SSLParameters(new String[] {"a"});
        }
        if (type == SSLSession.class) {
            return mock(SSLSession.class);
        }
        if (type == Runnable.class) {
            return (Runnable) () -> {};
        }
        if (type == BiFunction.class) {
            return (BiFunction<Object, Object, String>) (some, others) -> "a";
        }
        if (type == HandshakeStatus.class) {
            return HandshakeStatus.NEED_TASK;
        }
        throw new IllegalArgumentException("a new type of the JDK's: " + type);
    }

    private void send(int bytes) throws SSLException {
        consumed = bytes;
        watched.wrap(sources(), 0, 1, ByteBuffer.allocate(100));
    }

    private void receive(int bytes) throws SSLException {
        produced = bytes;
        assertThat(watched.unwrap(ByteBuffer.allocate(0), sources(), 0, 1).bytesProduced())
                .isEqualTo(bytes);
    }

    private static ByteBuffer[] sources() {
        return new ByteBuffer[] {ByteBuffer.allocate(0)};
    }
}
