package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller whose stack is nearly full: wherever it overflows inside a call, nothing is kept. */
@Timeout(180)
class DeepStackTest {
    private static final int ENOUGH = 30;
    private static final long STACK = 256 << 10;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aStackOverflowAnywhereInACallLeavesNothingBehind(FaceUnderTest face) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new Service());
                ConnectorClient client = ConnectorClient.builder()
                        .environment(server.address())
                        .tokenProvider(TokenProvider.ofStatic("secret-token"))
                        .retryPolicy(RetryPolicy.none())
                        .maxConcurrentRequests(1)
                        .responseTimeout(Duration.ofSeconds(2))
                        .operationTimeout(Duration.ofSeconds(10))
                        .build()) {
            FaceCaller caller = new FaceCaller(
                    client, face, directory.resolve("a.zip"), Payload.ofString("x"), TransferListener.none());
            caller.job().dequeue();
            for (Verb verb : new Verb[] {Verb.DEQUEUE, Verb.ENQUEUE}) {
                Diver diver = new Diver(() -> verb.call(caller));
                Thread thread = new Thread(null, diver, "diver", STACK);
                thread.start();
                thread.join();
                assertThat(diver.overflows).isPositive();
                System.out.println(face + " " + verb + ": the stack overflowed in " + diver.overflows + " calls");
                for (int i = 0; i < 60; i++) {
                    verb.call(caller);
                }
            }
        }
    }

    private interface Call {
        void call() throws Exception;
    }

    /** Fills its stack and makes a call at every depth on the way back, until enough of them have succeeded. */
    private static final class Diver implements Runnable {
        private final Call call;
        private int successes;
        private int overflows;

        Diver(Call call) {
            this.call = call;
        }

        @Override
        public void run() {
            dive(0);
        }

        private long dive(long depth) {
            try {
                return dive(depth + 1) + 1;
            } catch (StackOverflowError e) {
                return 0;
            } finally {
                if (successes < ENOUGH) {
                    call();
                }
            }
        }

        private void call() {
            try {
                call.call();
                successes++;
            } catch (Throwable e) { // Whatever: at this depth even making an exception can fail.
                overflows++;
            }
        }
    }
}
