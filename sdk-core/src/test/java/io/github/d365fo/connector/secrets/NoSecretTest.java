package io.github.d365fo.connector.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers throw the secrets of a client back at it, in every place, in every spelling, whole or cut, whatever it asks for;
 * and then all that can be seen of the client is searched. The property {@code secrets.echoes} says how many are tried.
 */
@Timeout(300)
class NoSecretTest {
    private static final long SEED = Long.getLong("secrets.seed", 20260301);
    private static final int ECHOES = Integer.getInteger("secrets.echoes", 800);
    private static final int ECHOES_OF_A_CLIENT = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void noAnswerBringsASecretToLight(FaceUnderTest face) throws IOException {
        Random random = new Random(SEED + face.ordinal());
        Findings findings = new Findings();
        Path flight = directory.resolve("flight.jfr");
        try (Recording recording = new Recording();
                Sight sight = new Sight()) {
            recording.enable("io.github.d365fo.Request");
            recording.enable("io.github.d365fo.Transfer");
            recording.start();
            while (findings.tried() < ECHOES) {
                try (EchoRig rig = new EchoRig(face, sight, random)) {
                    for (int i = 0; i < ECHOES_OF_A_CLIENT && findings.tried() < ECHOES; i++) {
                        echo(rig, random, findings);
                    }
                }
            }
            recording.stop();
            recording.dump(flight);
        }
        findings.print(face + ", seed " + SEED);
        assertThat(findings.lost()).isEmpty();
        assertOnlyOperationsIn(RecordingFile.readAllEvents(flight));
    }

    private void echo(EchoRig rig, Random random, Findings findings) throws IOException {
        // All places and verbs have their turn; their numbers have no divisor in common.
        EchoPlace place = EchoPlace.values()[findings.tried() % EchoPlace.values().length];
        EchoVerb verb = EchoVerb.values()[findings.tried() % EchoVerb.values().length];
        Secret kind = pick(random, List.copyOf(rig.secrets.keySet()));
        String secret = rig.secrets.get(kind);
        Spelling spelling = pick(random, Spelling.all(secret));
        rig.echo(place.reply(Spelling.cut(spelling.of(secret), random)), verb.fromStorage);
        rig.sight.take();
        verb.call(rig, directory.resolve("target.zip"));
        clear();
        findings.search(List.of(kind, spelling, place, verb), secret, spelling, rig.sight.take());
    }

    @ParameterizedTest
    @EnumSource
    void noCodeOfAUserBringsASecretToLight(FaceUnderTest face) throws IOException {
        Random random = new Random(SEED + face.ordinal());
        Findings findings = new Findings();
        try (Sight sight = new Sight()) {
            while (findings.tried() < ECHOES / 2) {
                try (EchoRig rig = new EchoRig(face, sight, random)) {
                    for (int i = 0; i < ECHOES_OF_A_CLIENT && findings.tried() < ECHOES / 2; i++) {
                        Secret kind = pick(random, List.copyOf(rig.secrets.keySet()));
                        String secret = rig.secrets.get(kind);
                        Spelling spelling = pick(random, Spelling.all(secret));
                        String place = fail(rig, Spelling.cut(spelling.of(secret), random), random);
                        findings.search(List.of(kind, spelling, place), secret, spelling, sight.take());
                    }
                }
            }
        }
        findings.print("users' code, " + face + ", seed " + SEED);
        assertThat(findings.lost()).isEmpty();
    }

    /** Lets something of the user's fail during a call and returns what it was. */
    private String fail(EchoRig rig, String echo, Random random) {
        rig.code.work();
        rig.sight.take();
        EchoVerb verb = pick(random, List.of(EchoVerb.values()));
        switch (random.nextInt(5)) {
            case 0 -> {
                rig.echo(Reply.text(401, "{}"), false);
                rig.code.failAtRefresh(EchoingCode.failure(echo, random));
                verb.call(rig, directory.resolve("target.zip"));
                return "token source";
            }
            case 1 -> {
                rig.code.failAtProxy(EchoingCode.unchecked(echo, random));
                verb.call(rig, directory.resolve("target.zip"));
                return "proxy selector";
            }
            case 2 -> {
                Throwable failure = EchoingCode.failure(echo, random);
                enqueue(rig, Payload.ofStream(() -> EchoingCode.broken(failure)), TransferListener.none());
                return "payload";
            }
            case 3 -> {
                RuntimeException failure = EchoingCode.unchecked(echo, random);
                Payload payload = Payload.ofStream(() -> {
                    throw failure;
                });
                enqueue(rig, payload, TransferListener.none());
                return "supplier of a payload";
            }
            default -> {
                RuntimeException failure = EchoingCode.unchecked(echo, random);
                enqueue(rig, Payload.ofString("x"), (moved, total) -> {
                    throw failure;
                });
                return "progress";
            }
        }
    }

    private static void enqueue(EchoRig rig, Payload payload, TransferListener progress) {
        rig.echo(Reply.text(200, "\"id\""), false);
        try {
            rig.sight.see(rig.job.enqueue(EnqueueRequest.of(payload), progress));
        } catch (RuntimeException e) {
            rig.sight.see(e);
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> !each.endsWith("flight.jfr")).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void assertOnlyOperationsIn(List<RecordedEvent> events) {
        assertThat(events).isNotEmpty();
        for (RecordedEvent event : events) {
            assertThat(event.getFields().stream()
                            .filter(field -> field.getTypeName().equals("java.lang.String"))
                            .map(field -> event.getString(field.getName()))
                            .filter(Objects::nonNull))
                    .allSatisfy(text -> assertThat(Operation.valueOf(text)).isNotNull());
        }
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
