package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void aNumberGoesBeforeTheEnding() {
        assertThat(FileNames.free("a.xml", Set.of()::contains)).isEqualTo("a.xml");
        assertThat(FileNames.free("a.xml", Set.of("a.xml", "a-2.xml")::contains))
                .isEqualTo("a-3.xml");
        assertThat(FileNames.free("us.mf/a", Set.of("us.mf/a")::contains)).isEqualTo("us.mf/a-2");
        assertThat(FileNames.free("x/.a", Set.of("x/.a")::contains)).isEqualTo("x/.a-2");
    }

    @Test
    void unfinishedFilesAreIgnored() {
        assertThat(FileNames.isIgnored(Path.of("in", "a.PART"))).isTrue();
        assertThat(FileNames.isIgnored(Path.of("in", ".a.xml"))).isTrue();
        assertThat(FileNames.isIgnored(Path.of("/"))).isFalse();
        assertThat(FileNames.isIgnored(Path.of("in", "part.xml"))).isFalse();
    }
}
