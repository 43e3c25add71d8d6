package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips made to do harm: each is refused with a typed error, and nothing of it lands anywhere. */
class HostilePackageTest extends HostileZips {
    /** Where an entry would land. */
    @Nested
    class EntryNames {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "../evil.txt",
                    "a/../../evil.txt",
                    "a/..",
                    "./evil.txt",
                    "/etc/evil.txt",
                    "//host/evil.txt",
                    "C:/evil.txt",
                    "C:evil.txt",
                    "..\\evil.txt",
                    "\\evil.txt",
                    "a//b.txt",
                    "a\u0000.txt",
                    "a\nb.txt",
                    "file.txt:stream",
                    "NUL",
                    "a/con.txt",
                    "a/LPT1 .txt",
                    "evil.txt.",
                    "evil /x.txt",
                    "what?.txt",
                    ""
                })
        void aNameThatLeadsAwayIsRefused(String name) {
            RawZip zip = RawZip.withManifest();
            zip.add(name, SOME);
            refused(zip, PackageProblem.UNSAFE_NAME);
        }

        @Test
        void aNameWithoutEndIsRefusedAndNotShownWhole() {
            RawZip zip = RawZip.withManifest();
            zip.add("x".repeat(5000), SOME);
            assertThat(refused(zip, PackageProblem.UNSAFE_NAME)).hasMessageMatching(".{1,200}");
        }

        @ParameterizedTest
        @CsvSource({
            "a.csv, a.csv",
            "a.csv, A.CSV",
            "Währung.csv, WÄHRUNG.CSV",
            "W\u00e4hrung.csv, Wa\u0308hrung.csv",
            "a/b.csv, A/B.csv",
            "a, a/b.csv",
            "a/b.csv, a",
            "a/b/c.csv, A/B",
            "a/, A",
            "a, a/",
            "a/, a/",
            "Manifest.xml, manifest.XML"
        })
        void namesInEachOthersWayAreRefused(String first, String second) {
            RawZip zip = RawZip.withManifest();
            if (!first.equals("Manifest.xml")) {
                zip.add(first, first.endsWith("/") ? new byte[0] : SOME);
            }
            zip.add(second, second.endsWith("/") ? new byte[0] : SOME);
            refused(zip, PackageProblem.DUPLICATE_NAME);
        }

        @Test
        void aSymbolicLinkIsRefused() {
            RawZip zip = RawZip.withManifest();
            zip.add("link", "/etc/passwd".getBytes(StandardCharsets.UTF_8)).unixMode(0120777);
            refused(zip, PackageProblem.SYMBOLIC_LINK);
        }

        @Test
        void anOrdinaryUnixFileIsRead() throws IOException {
            RawZip zip = RawZip.withManifest();
            zip.add("file", SOME).unixMode(0100644);
            try (DataPackageReader reader = open(zip)) {
                assertThat(reader.files()).extracting(PackageFile::name).containsExactly("Manifest.xml", "file");
            }
        }

        @Test
        void namesInNoEncodingAreRefused() {
            RawZip zip = RawZip.withManifest();
            zip.add(new byte[] {'a', (byte) 0xFF}, SOME);
            refused(zip, PackageProblem.BROKEN_ARCHIVE);
        }

        @Test
        void aCommentInNoEncodingIsRefused() {
            RawZip zip = RawZip.withManifest();
            zip.add("a", SOME).comment((byte) 0xFF);
            refused(zip, PackageProblem.BROKEN_ARCHIVE);
        }

        @Test
        void namesInTheOldCodePageAreRead() throws IOException {
            RawZip zip = new RawZip();
            zip.add("Manifest.xml", RawZip.MANIFEST.getBytes(StandardCharsets.UTF_8))
                    .flags(0);
            zip.add(new byte[] {'W', (byte) 0x84, 'h', '.', 'c', 's', 'v'}, SOME)
                    .flags(0);
            try (DataPackageReader reader = open(zip);
                    InputStream in = reader.open(reader.file("wäh.csv").orElseThrow())) {
                assertThat(in.readAllBytes()).isEqualTo(SOME);
            }
        }
    }

    /** What would fill a disk or a heap. */
    @Nested
    class Bombs {
        @Test
        void aBombIsRefusedByItsRatio() {
            RawZip zip = RawZip.withManifest();
            zip.add("bomb.csv", new byte[17 << 20]);
            assertThat(refused(zip, PackageProblem.LIMIT_EXCEEDED)).hasMessageContaining("ratio of 250");
        }

        @Test
        void aSmallFileMayBeAsRegularAsItLikes() throws IOException {
            RawZip zip = RawZip.withManifest();
            zip.add("regular.csv", new byte[15 << 20]);
            try (DataPackageReader reader = open(zip);
                    InputStream in = reader.open(reader.file("regular.csv").orElseThrow())) {
                assertThat(in.readAllBytes()).hasSize(15 << 20);
            }
        }

        @Test
        void aBombIsRefusedByItsNumberOfEntries() {
            RawZip zip = RawZip.withManifest();
            for (int i = 0; i < 11; i++) {
                zip.add("file" + i, new byte[0]);
            }
            PackageLimits limits = PackageLimits.builder().maxEntries(11).build();
            assertThat(refused(zip.bytes(), limits, PackageProblem.LIMIT_EXCEEDED))
                    .hasMessageContaining("12 entries");
        }

        @Test
        void aBombIsRefusedByTheSizeOfAnEntryAndOfAll() {
            RawZip zip = RawZip.withManifest();
            zip.add("a", noise(2000));
            zip.add("b", noise(2000));
            refused(zip.bytes(), PackageLimits.builder().maxEntrySize(1999).build(), PackageProblem.LIMIT_EXCEEDED);
            refused(zip.bytes(), PackageLimits.builder().maxTotalSize(3999).build(), PackageProblem.LIMIT_EXCEEDED);
        }

        @Test
        void aBombOfEntriesThatShareTheirBytesIsRefused() {
            RawZip zip = RawZip.withManifest();
            RawZip.Entry kernel = zip.add("0", noise(5000));
            for (int i = 1; i < 100; i++) {
                zip.repeat("copy" + i, kernel);
            }
            refused(zip, PackageProblem.BROKEN_ARCHIVE);
        }

        @Test
        void aStreamWithoutEndIsStopped() {
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    return 'P';
                }
            };
            PackageLimits limits = PackageLimits.builder().maxTotalSize(1 << 20).build();
            assertThatThrownBy(() -> DataPackageReader.open(endless, limits))
                    .isInstanceOf(DataPackageException.class)
                    .hasMessageContaining("more than 1048576 bytes");
        }

        @Test
        void aManifestTooLargeIsRefused() {
            refused(
                    RawZip.withManifest().bytes(),
                    PackageLimits.builder().maxManifestSize(10).build(),
                    PackageProblem.LIMIT_EXCEEDED);
        }
    }

    /** What a manifest or data may hold. */
    @Nested
    class Xml {
        @Test
        void aPackageWithoutManifestOrInAFolderIsRefused() {
            RawZip empty = new RawZip();
            refused(empty, PackageProblem.MISSING_MANIFEST);
            RawZip folder = new RawZip();
            folder.add("package/Manifest.xml", RawZip.MANIFEST.getBytes(StandardCharsets.UTF_8));
            assertThat(refused(folder, PackageProblem.MISSING_MANIFEST)).hasMessageContaining("in a folder");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
                    "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/evil.dtd'>",
                    "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/evil.dtd'> %p;]>",
                    "<!DOCTYPE a [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
                })
        void documentTypesAreRefusedInManifestAndData(String type) throws IOException {
            RawZip zip = new RawZip();
            zip.add("Manifest.xml", (type + RawZip.MANIFEST).getBytes(StandardCharsets.UTF_8));
            refused(zip, PackageProblem.FORBIDDEN_XML);
            try (DataPackageReader reader = open(xmlData(type + "<Document><R><A>&c;</A></R></Document>"))) {
                assertThatThrownBy(
                                () -> reader.rows(reader.manifest().entities().get(0)))
                        .isInstanceOfSatisfying(
                                DataPackageException.class,
                                e -> assertThat(e.problem()).isEqualTo(PackageProblem.FORBIDDEN_XML));
            }
        }

        @Test
        void whatIsDeepOrHasEndlessNamesIsRefused() {
            String deep = "<x>".repeat(70) + "</x>".repeat(70);
            RawZip zip = new RawZip();
            zip.add(
                    "Manifest.xml",
                    RawZip.MANIFEST.replace("<PackageEntityList />", deep).getBytes(StandardCharsets.UTF_8));
            refused(zip, PackageProblem.LIMIT_EXCEEDED);
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < 10_001; i++) {
                names.append("<n").append(i).append(" />");
            }
            RawZip many = new RawZip();
            many.add(
                    "Manifest.xml",
                    RawZip.MANIFEST.replace("<PackageEntityList />", names).getBytes(StandardCharsets.UTF_8));
            refused(many, PackageProblem.LIMIT_EXCEEDED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no xml",
                    "<a>",
                    "<Other/>",
                    "<DataManagementPackageManifest/>x",
                    "<a>&undeclared;</a>",
                    "<?xml version='1.0' encoding='no-such-thing'?><a/>",
                    "\u0001"
                })
        void aManifestThatIsNoneIsRefused(String text) {
            RawZip zip = new RawZip();
            zip.add("Manifest.xml", text.getBytes(StandardCharsets.UTF_8));
            DataPackageException refusal = catchThrowableOfType(DataPackageException.class, () -> open(zip));
            assertThat(refusal.problem()).isIn(PackageProblem.MALFORMED_XML, PackageProblem.FORBIDDEN_XML);
        }

        @Test
        void bytesThatAreNoTextAreNoManifest() {
            RawZip zip = new RawZip();
            zip.add("Manifest.xml", new byte[] {'<', 'a', '>', (byte) 0xFF, (byte) 0xC0, '<', '/', 'a', '>'});
            refused(zip, PackageProblem.MALFORMED_XML);
        }
    }

    /** What lands on the disk. */
    @Nested
    class Unpacking {
        @Test
        void unpackingFollowsNoLinkAndOverwritesNothing() throws IOException {
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            Path target = Files.createDirectory(directory.resolve("target"));
            Files.createSymbolicLink(target.resolve("Resources"), elsewhere);
            RawZip zip = RawZip.withManifest();
            zip.add("Resources/a.txt", SOME);
            try (DataPackageReader reader = open(zip)) {
                assertThatThrownBy(() -> reader.extractTo(target)).isInstanceOf(DirectoryNotEmptyException.class);
                reader.extractTo(directory.resolve("new/deep"));
            }
            assertThat(elsewhere).isEmptyDirectory();
            assertThat(directory.resolve("new/deep/Resources/a.txt")).hasBinaryContent(SOME);
            assertThat(directory.resolve("new/deep/Manifest.xml")).hasContent(RawZip.MANIFEST);
        }

        @Test
        void theTemporaryFileOfAStreamIsDeleted() throws IOException {
            Path spool = directory.resolve("spool");
            DataPackageReader reader = DataPackageReader.open(
                    new ByteArrayInputStream(RawZip.withManifest().bytes()), PackageLimits.ofDefaults(), spool);
            assertThat(spool).exists();
            reader.close();
            reader.close();
            assertThat(spool).doesNotExist();
            assertThatThrownBy(() -> DataPackageReader.open(
                            new ByteArrayInputStream(new byte[100]), PackageLimits.ofDefaults(), spool))
                    .isInstanceOf(DataPackageException.class);
            assertThat(spool).doesNotExist();
        }
    }

    private static RawZip xmlData(String text) {
        RawZip zip = new RawZip();
        zip.add(
                "Manifest.xml",
                RawZip.MANIFEST
                        .replace(
                                "<PackageEntityList />",
                                "<PackageEntityList><DataManagementPackageEntityData><EntityName>E</EntityName>"
                                        + "<InputFilePath>E.xml</InputFilePath><SourceFormat>XML-Element</SourceFormat>"
                                        + "</DataManagementPackageEntityData></PackageEntityList>")
                        .getBytes(StandardCharsets.UTF_8));
        zip.add("E.xml", text.getBytes(StandardCharsets.UTF_8));
        return zip;
    }
}
