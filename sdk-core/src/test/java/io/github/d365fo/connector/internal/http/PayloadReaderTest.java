package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A payload is what it says, from its first byte to its last. */
class PayloadReaderTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void aPayloadIsReadInPiecesToItsEnd() throws Exception {
        try (PayloadReader reader = PayloadReader.open(Payload.ofBytes(new byte[10]))) {
            assertThat(reader.length()).hasValue(10);
            assertThat(reader.next(6)).hasSize(6);
            assertThat(reader.next(6)).hasSize(4);
            assertThat(reader.next(6)).isEmpty();
            reader.verify();
        }
    }

    @Test
    void aPayloadOfUnknownLengthMayHaveAny() throws Exception {
        PayloadReader reader = PayloadReader.open(stream(new byte[3]));
        assertThat(reader.length()).isEmpty();
        assertThat(reader.next(6)).hasSize(3);
        assertThat(reader.next(6)).isEmpty();
        reader.verify();
    }

    @Test
    void anEmptyOneIsRefusedAndClosed() {
        assertThatThrownBy(() -> PayloadReader.open(Payload.ofStream(() -> counted(new byte[0]), 0)))
                .isInstanceOf(LocalTrouble.class)
                .hasMessageContaining("empty");
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void oneThatTurnsOutEmptyIsRefusedToo() throws Exception {
        PayloadReader reader = PayloadReader.open(stream(new byte[0]));
        assertThatThrownBy(() -> reader.next(6)).hasMessageContaining("empty");
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void aWrongLengthIsRefused() throws Exception {
        PayloadReader more = PayloadReader.open(Payload.ofStream(() -> counted(new byte[5]), 4));
        assertThatThrownBy(() -> more.next(6))
                .isInstanceOfSatisfying(
                        LocalTrouble.class,
                        e -> assertThat(e.outcome(Operation.ENQUEUE)).isEqualTo(Outcome.NOT_SENT))
                .hasMessageContaining("expected 4 bytes, but there are more;");
        PayloadReader less = PayloadReader.open(Payload.ofStream(() -> counted(new byte[5]), 6));
        assertThat(less.next(6)).hasSize(5);
        assertThatThrownBy(less::verify).hasMessageContaining("expected 6 bytes, but there are only 5;");
    }

    @Test
    void aFileThatChangedIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("a"), new byte[10]);
        try (PayloadReader reader = PayloadReader.open(Payload.ofFile(file))) {
            reader.next(10);
            Files.write(file, new byte[11]);
            assertThatThrownBy(reader::verify).isInstanceOf(LocalTrouble.class);
        }
    }

    @Test
    void aStreamFailureIsKept() throws Exception {
        assertThatThrownBy(() -> reading(new IOException("the disk is gone")))
                .isInstanceOf(LocalTrouble.class)
                .hasMessage("the payload can't be read: the disk is gone");
        assertThatThrownBy(() -> reading(new SocketTimeoutException("slow")))
                .isInstanceOf(LocalTrouble.class)
                .hasMessage("the payload can't be read: slow");
        assertThatThrownBy(() -> PayloadReader.open(Payload.ofStream(() -> {
                    throw new IllegalStateException("not now");
                })))
                .isInstanceOf(LocalTrouble.class)
                .hasMessage("the payload can't be opened: java.lang.IllegalStateException: not now");
    }

    @Test
    void anInterruptIsReported() {
        InterruptedIOException interrupt = new InterruptedIOException();
        assertThatThrownBy(() -> reading(interrupt))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("read")
                .hasCause(interrupt);
    }

    @Test
    void aStreamThatBreaksTheRulesIsNotReadForEver() {
        for (int answer : new int[] {0, 7, -2}) {
            assertThatThrownBy(() -> answering(answer).next(6))
                    .isInstanceOf(LocalTrouble.class)
                    .hasMessageContaining("claims to have returned " + answer);
        }
    }

    @Test
    void aStreamMayGiveNothingNowAndThen() throws Exception {
        byte[] content = new byte[] {1, 2, 3};
        InputStream hesitant = new ByteArrayInputStream(content) {
            private int calls;

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return ++calls % 1000 == 0 ? super.read(target, offset, 1) : 0;
            }
        };
        assertThat(PayloadReader.open(Payload.ofStream(() -> hesitant)).next(3)).isEqualTo(content);
    }

    @Test
    void aStreamThatCantBeClosedDoesNoHarm() throws Exception {
        PayloadReader.open(Payload.ofStream(() -> new ByteArrayInputStream(new byte[1]) {
                    @Override
                    public void close() throws IOException {
                        closed.incrementAndGet();
                        throw new IOException("no");
                    }
                }))
                .close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void theFirstPiecesOfAStreamThatIsReadOnceCanBeHadAgain() throws Exception {
        Pieces pieces = Pieces.of(Payload.ofSingleUse(counted(bytes(8))));
        byte[] first = pieces.next();
        byte[] second = pieces.next();
        assertThat(pieces.rewind()).isTrue();
        assertThat(pieces.next()).isEqualTo(first);
        assertThat(pieces.next()).isEqualTo(second);
        assertThat(pieces.next()).isNotEqualTo(first);
        assertThat(pieces.rewind()).isTrue();
        for (int i = 0; i < 8; i++) {
            assertThat(pieces.next()).startsWith((byte) i).hasSize(64 << 10);
        }
        assertThat(pieces.next()).isEmpty();
    }

    @Test
    void aLargeStreamThatIsReadOnceCannotBeRewoundForEver() throws Exception {
        Pieces pieces = Pieces.of(Payload.ofSingleUse(counted(bytes(9))));
        for (int i = 0; i < 8; i++) {
            pieces.next();
        }
        assertThat(pieces.rewind()).isTrue();
        for (int i = 0; i < 9; i++) {
            assertThat(pieces.next()).startsWith((byte) i);
        }
        assertThat(pieces.rewind()).isFalse();
    }

    @Test
    void aPayloadThatCanBeReadAgainIsOpenedAgainAndNotKept() throws Exception {
        try (Pieces pieces = Pieces.of(stream(bytes(18)))) {
            for (int i = 0; i < 9; i++) {
                assertThat(pieces.next()).startsWith((byte) (2 * i)).hasSize(128 << 10);
            }
            assertThat(pieces.rewind()).isTrue();
            assertThat(closed).hasValue(1);
            assertThat(pieces.next()).startsWith((byte) 0).hasSize(128 << 10);
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    void atTheEndThePiecesProveToBeAll() throws Exception {
        Pieces pieces = Pieces.of(Payload.ofStream(() -> counted(new byte[5]), 6));
        assertThat(pieces.length()).hasValue(6);
        pieces.next();
        assertThatThrownBy(pieces::next).hasMessageContaining("only 5");
    }

    private void reading(IOException failure) throws Exception {
        PayloadReader.open(Payload.ofStream(() -> new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw failure;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw failure;
                    }
                }))
                .next(1);
    }

    private static PayloadReader answering(int count) throws Exception {
        return PayloadReader.open(Payload.ofStream(() -> new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return count;
            }
        }));
    }

    private Payload stream(byte[] bytes) {
        return Payload.ofStream(() -> counted(bytes));
    }

    private InputStream counted(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    /** Pieces that begin with their number. */
    private static byte[] bytes(int pieces) {
        byte[] all = new byte[pieces * (64 << 10)];
        for (int i = 0; i < pieces; i++) {
            Arrays.fill(all, i * (64 << 10), (i + 1) * (64 << 10), (byte) i);
        }
        return all;
    }
}
