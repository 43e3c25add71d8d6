package io.github.d365fo.connector.wholefile;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.error.IntegrityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** One of two who write contents of their own to one target, again and again, and check what they are told. */
final class Contest {
    private final Way way;
    private final ConnectorClient client;
    private final Path target;
    private volatile int successes;
    private int refusals;

    Contest(Way way, ConnectorClient client, Path target) {
        this.way = way;
        this.client = client;
        this.target = target;
    }

    /** Goes on as long as {@code wanted} and fails if the target is not what was told. */
    Contest run(int number, BooleanSupplier wanted) throws IOException {
        while (wanted.getAsBoolean()) {
            String told = write(number);
            if (told.isEmpty()) {
                refusals++;
            } else {
                check(told, number);
                successes = successes + 1;
            }
        }
        return this;
    }

    int successes() {
        return successes;
    }

    int refusals() {
        return refusals;
    }

    private String write(int number) {
        try {
            return way.write(client, target, number);
        } catch (IntegrityException | IOException e) {
            return "";
        }
    }

    /** A download keeps what is there, so it is the winner's until that deletes it; a package may be replaced. */
    private void check(String told, int number) throws IOException {
        String present = Contents.sha256(target);
        boolean right = present.equals(told) || !way.isDownload() && present.equals(way.sha256(3 - number));
        if (way.isDownload()) {
            Files.delete(target);
        }
        if (!right || !told.equals(way.sha256(number))) {
            throw new IllegalStateException("told " + told + ", but found " + present);
        }
    }
}
