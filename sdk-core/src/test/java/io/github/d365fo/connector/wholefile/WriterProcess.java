package io.github.d365fo.connector.wholefile;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.error.IntegrityException;
import java.io.IOException;
import java.nio.file.Path;

/** A process that writes files and says what it was told. */
public final class WriterProcess {
    private WriterProcess() {}

    /**
     * Takes the way, the server, the directory, what to do and a number, says READY and waits for a line. {@code contest}
     * competes with the content of that number for one target for so many successes; {@code files} writes files with
     * numbers from that on, so many.
     */
    public static void main(String[] arguments) throws IOException {
        Way way = Way.valueOf(arguments[0]);
        Path directory = Path.of(arguments[2]);
        int number = Integer.parseInt(arguments[4]);
        int count = Integer.parseInt(arguments[5]);
        System.out.println("READY");
        System.in.read();
        try (ConnectorClient client = Way.client(arguments[1])) {
            if (arguments[3].equals("contest")) {
                Contest contest = new Contest(way, client, directory.resolve("target.zip"));
                contest.run(number, () -> contest.successes() < count);
                System.out.println(contest.refusals());
            } else {
                for (int file = number; file < number + count; file++) {
                    System.out.println(file + " " + write(way, client, directory.resolve("file-" + file), file));
                }
            }
        }
    }

    private static String write(Way way, ConnectorClient client, Path target, int content) {
        try {
            return way.write(client, target, content);
        } catch (IOException | IntegrityException e) {
            return "refused: " + e.getMessage();
        }
    }
}
