package io.github.d365fo.connector.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a killed process left is cleared, and nothing else. */
class LeftoversTest extends TargetDirectory {
    /** A killed process may have got this far with its lock file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Unfin",
                OURS,
                OURS + "0123",
                OURS + TOKEN,
                OURS + TOKEN + PART,
                OURS + TOKEN + PART + "\n",
                OURS + TOKEN + PART + "\n" + PART + "\n.d365fo-"
            })
    void whatAKilledProcessLeftIsTakenUp(String journal) throws IOException {
        Files.writeString(lock, journal);
        boolean made = journal.contains(PART + "\n");
        if (made) {
            Files.writeString(directory.resolve(PART), "half");
        }
        try (PartFile part = PartFile.open(target)) {
            assertThat(directory.resolve(PART)).doesNotExist();
            part.write(bytes("whole"), 0);
            part.appear();
        }
        assertThat(names(directory)).containsExactly("target.zip");
    }

    /** Whoever can write to the directory can write a lock file that names what is not ours. */
    @Test
    void whatALockFileNamesIsDeletedOnlyIfItIsAPart() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("exports"));
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        String linked = PART.replace("00", "11");
        String folder = PART.replace("00", "22");
        Files.writeString(inner.resolve("mine.part"), "precious");
        Files.writeString(inner.resolve(".d365fo-mine.part"), "precious");
        Files.createSymbolicLink(inner.resolve(linked), precious);
        Files.createDirectory(inner.resolve(folder));
        Map<String, String> before = snapshot();
        Files.writeString(
                inner.resolve(Names.lock("a.zip")),
                OURS + TOKEN + "../precious\n" + precious + "\nmine.part\n.d365fo-mine.part\n" + linked + "\n" + folder
                        + "\n\n.\n..\n./" + PART + "\n");
        PartFile.open(inner.resolve("a.zip")).close();
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void whatAKilledHolderLeftIsClearedByTheNext() throws IOException {
        try (ChildJvm child = holder()) {
            child.expect("HELD").kill();
        }
        assertThat(names(directory)).hasSize(2);
        PartFile.open(target).close();
        assertThat(names(directory)).isEmpty();
    }

    /** Nobody may ever write their targets again. */
    @Test
    void onlyOldLeftoversOfOtherTargetsAreCleared() throws IOException {
        leave("old.zip", "11", Duration.ofHours(13));
        leave("young.zip", "22", Duration.ofHours(11));
        Path foreign = Files.writeString(directory.resolve(Names.lock("foreign")), "my notes");
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
        writeAndDelete(target);
        assertThat(names(directory))
                .containsExactlyInAnyOrder(
                        PART.replace("00", "22"),
                        Names.lock("young.zip"),
                        foreign.getFileName().toString());
    }

    @Test
    void anOldHolderAtWorkIsNotTakenForALeftover() throws IOException {
        try (ChildJvm child = holder()) {
            child.expect("HELD");
            Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
            writeAndDelete(directory.resolve("another.zip"));
            child.tell("");
            child.expect("DONE");
        }
    }

    private void leave(String name, String mark, Duration age) throws IOException {
        String part = PART.replace("00", mark);
        Files.writeString(directory.resolve(part), "half");
        Path journal = Files.writeString(directory.resolve(Names.lock(name)), OURS + TOKEN + part + "\n");
        Files.setLastModifiedTime(journal, FileTime.from(Instant.now().minus(age)));
    }
}
