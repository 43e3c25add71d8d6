package io.github.d365fo.connector.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that has a part of a file until it is told or killed, or takes and gives it back again and again. */
public final class HolderProcess {
    private HolderProcess() {}

    /** Takes the target and, to take it again and again, how often. Says HELD, or why not, and DONE. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        if (arguments.length > 1) {
            System.out.println("READY");
            System.in.read();
            takeTurns(target, Integer.parseInt(arguments[1]));
            System.out.println("DONE");
            return;
        }
        try (PartFile part = PartFile.open(target)) {
            part.write(ByteBuffer.allocate(1000), 0);
            System.out.println("HELD");
            System.in.read();
            part.appear();
            System.out.println("DONE");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    /** Has the target so many times, and nobody else at the same time. */
    static void takeTurns(Path target, int turns) throws IOException {
        Path inside = target.resolveSibling("inside");
        for (int turn = 0; turn < turns; turn++) {
            try (PartFile part = openWhenFree(target)) {
                Files.createFile(inside);
                part.write(ByteBuffer.allocate(1), 0);
                Files.delete(inside);
            }
        }
    }

    private static PartFile openWhenFree(Path target) throws IOException {
        while (true) {
            try {
                return PartFile.open(target);
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("is being written")) {
                    throw e;
                }
            }
        }
    }
}
