package io.github.d365fo.connector.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A process that has a part of a file until it is told or killed. */
public final class HolderProcess {
    private HolderProcess() {}

    /** Takes the target; says HELD, or why not. */
    public static void main(String[] arguments) throws IOException {
        try (PartFile part = PartFile.open(Path.of(arguments[0]))) {
            part.write(ByteBuffer.allocate(1000), 0);
            System.out.println("HELD");
            System.in.read();
            part.appear();
            System.out.println("DONE");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
