package io.github.d365fo.connector.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory with a target, and what stands in it. */
@Timeout(120)
abstract class TargetDirectory {
    static final String OURS = "Unfinished files of the D365 F&O SDK. It deletes this file and those named here.\n";
    static final String TOKEN = "0123456789abcdef0123456789abcdef\n";
    static final String PART = ".d365fo-00112233445566778899aabbccddeeff.part";

    @TempDir
    Path directory;

    Path target;
    Path lock;

    @BeforeEach
    void names() {
        target = directory.resolve("target.zip");
        lock = directory.resolve(Names.lock("target.zip"));
    }

    static List<String> names(Path place) {
        return Stream.of(place.toFile().list()).sorted().toList();
    }

    ChildJvm holder() {
        return new ChildJvm(HolderProcess.class, target.toString());
    }

    static void writeAndDelete(Path path) throws IOException {
        Files.deleteIfExists(path);
        try (PartFile part = PartFile.open(path)) {
            part.write(bytes("whole"), 0);
            part.appear();
        }
        assertThat(Files.readString(path)).isEqualTo("whole");
        Files.delete(path);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what is there, and that it is the very same. */
    Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(path -> !path.equals(directory)).toList()) {
                String content = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
                files.put(
                        directory.relativize(file).toString(),
                        Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS) + " " + content);
            }
        }
        return files;
    }
}
