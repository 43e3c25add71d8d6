package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.enqueue.EnqueueRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileRuleTest {
    @Test
    void packagesNeedNothing() {
        EnqueueRequest request = FileRule.ofPackages().apply(Path.of("in", "a.zip"));
        assertThat(request.entity()).isEmpty();
        assertThat(request.company()).isEmpty();
        assertThat(request.contentType()).isEqualTo("application/zip");
    }

    @Test
    void entityAndCompanyCanBeTheSameForAll() {
        EnqueueRequest request = FileRule.ofEntity("General journal")
                .company("usmf")
                .contentType("text/xml")
                .apply(Path.of("a.xml"));
        assertThat(request.entity()).contains("General journal");
        assertThat(request.company()).contains("usmf");
        assertThat(request.contentType()).isEqualTo("text/xml");
    }

    @Test
    void theCompanyComesFromTheFolder() {
        FileRule rule = FileRule.ofEntity("General journal").companyFromFolder();
        assertThat(rule.apply(Path.of("in", "usmf", "a.xml")).company()).contains("usmf");
        for (Path wrong : new Path[] {Path.of("a.xml"), Path.of("/a.xml"), Path.of("file-2026", "a.xml")}) {
            assertThatThrownBy(() -> rule.apply(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sub-folder of the inbox");
        }
    }

    @Test
    void theFirstFolderOfTheInboxIsTheCompany() {
        FileRule rule = FileRule.ofEntity("General journal").companyFromFolder();
        Path taken = Path.of("inbox", ".taken", "file-1");
        for (String name : new String[] {"usmf/b.xml", "usmf/done/b.xml", "usmf/2026/11/b.xml", "usmf/.taken/b.xml"}) {
            assertThat(rule.apply(taken.resolve(name)).company()).as(name).contains("usmf");
        }
        for (String name : new String[] {"b.xml", "journals/usmf/b.xml"}) {
            assertThatThrownBy(() -> rule.apply(taken.resolve(name)))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sub-folder of the inbox");
        }
    }

    @Test
    void companyAndEntityComeFromTheName() {
        FileRule rule = FileRule.ofFiles().companyFromName("_", 1).entityFromName("_", 2);
        EnqueueRequest request = rule.apply(Path.of("usmf_Customer groups_2026.11.26.csv"));
        assertThat(request.company()).contains("usmf");
        assertThat(request.entity()).contains("Customer groups");
        assertThat(FileRule.ofFiles()
                        .entityFromName("--", 1)
                        .apply(Path.of("Vendors"))
                        .entity())
                .contains("Vendors");
    }

    @Test
    void namesThatDoNotFitSayWhy() {
        FileRule rule = FileRule.ofFiles().companyFromName("_", 1).entityFromName("_", 2);
        assertThatThrownBy(() -> rule.apply(Path.of("usmf.csv")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("usmf.csv")
                .hasMessageContaining("entity as part 2");
        assertThatThrownBy(() -> rule.apply(Path.of("company_Vendors.csv")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("company's id");
        assertThatThrownBy(() -> rule.apply(Path.of("usmf_ _x.csv"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongSettingsAreRefusedAtOnce() {
        assertThatThrownBy(() -> FileRule.ofEntity(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileRule.ofFiles().company("toolong")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileRule.ofFiles().contentType("zip")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileRule.ofFiles().companyFromName("", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("separator");
        assertThatThrownBy(() -> FileRule.ofFiles().entityFromName("_", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position");
    }
}
