package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.d365fo.connector.internal.packages.check.DataFileKind;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Read, changed or not, written, and read again: nothing is lost. */
class PackageRoundTripTest {
    /** As newer environments and other tools write it: unknown elements, foreign namespaces, prefixes, layout. */
    private static final String RICH = """
            <?xml version="1.0" encoding="utf-8"?>
            <dm:DataManagementPackageManifest xmlns:dm="http://schemas.microsoft.com/dynamics/2015/01/DataManagement"\
             xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
              <dm:DefinitionGroupName>Rich</dm:DefinitionGroupName>
              <dm:PackageEntityList><dm:DataManagementPackageEntityData>
                <dm:DefaultRefreshType>FullPush</dm:DefaultRefreshType>
                <dm:EntityMapList><dm:EntityMap><dm:EntityField>A</dm:EntityField><dm:XMLField>a &amp; b</dm:XMLField>\
            <dm:New>1</dm:New></dm:EntityMap></dm:EntityMapList>
                <dm:EntityName>First</dm:EntityName>
                <dm:InputFilePath>First.csv</dm:InputFilePath>
                <dm:QueryData xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">\
            <a:string a:x="1 &quot;2&quot;&#10;">q</a:string><plain xmlns="">p</plain></dm:QueryData>
                <dm:SourceFormat>CSV</dm:SourceFormat>
              </dm:DataManagementPackageEntityData></dm:PackageEntityList>
              <dm:ProjectCategory>Project</dm:ProjectCategory>
              <dm:RulesData i:nil="true"/>
            </dm:DataManagementPackageManifest>
            """;

    @Test
    void whatIsNotChangedStaysByteForByte() throws IOException {
        byte[] original = rich();
        try (DataPackageReader template = read(original)) {
            byte[] copy = bytes(DataPackageWriter.from(template));
            assertThat(files(copy)).containsExactlyInAnyOrderEntriesOf(files(original));
        }
    }

    @Test
    void aChangeKeepsWhatIsUnknown() throws IOException {
        try (DataPackageReader template = read(rich())) {
            PackageManifest manifest = template.manifest();
            PackageEntity first = manifest.entities().get(0);
            PackageManifest changed = manifest.replace(first, first.executionUnit(7))
                    .description("new")
                    .with(PackageEntity.of("Second", SourceFormat.CSV).fields("B"));
            byte[] copy = bytes(DataPackageWriter.from(template)
                    .manifest(changed)
                    .data("Second", DataSource.ofBytes("B\r\n".getBytes(StandardCharsets.UTF_8)))
                    .encoding(PackageEncoding.UTF_8));
            assertThat(new String(files(copy).get("Manifest.xml"), StandardCharsets.UTF_8))
                    .startsWith("<dm:DataManagementPackageManifest xmlns:dm=\"" + XmlNode.NAMESPACE + "\" xmlns:i=\"")
                    .contains(
                            "<dm:XMLField>a &amp; b</dm:XMLField><dm:New>1</dm:New>",
                            "<dm:QueryData xmlns:a=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\">"
                                    + "<a:string a:x=\"1 &quot;2&quot;&#xA;\">q</a:string><plain xmlns=\"\">p</plain>",
                            "<dm:RulesData i:nil=\"true\" />",
                            "<ExecutionUnit xmlns=\"" + XmlNode.NAMESPACE + "\">7</ExecutionUnit>");
            try (DataPackageReader again = read(copy)) {
                PackageEntity kept = again.manifest().entities().get(0);
                assertThat(kept.executionUnit()).isEqualTo(7);
                assertThat(kept.element("DefaultRefreshType")).contains("FullPush");
                assertThat(kept.fields()).isEqualTo(first.fields());
                assertThat(kept.fields().get(0).element("New")).contains("1");
                assertThat(again.manifest().element("ProjectCategory")).contains("Project");
                assertThat(again.manifest().description()).isEqualTo("new");
                assertThat(again.manifest().entity("SECOND").orElseThrow().fields())
                        .hasSize(1);
                assertThat(again.header().orElseThrow().packageVersion()).isEqualTo(1);
            }
        }
    }

    @Test
    void whatATemplateNoLongerNeedsIsLeftOut() throws IOException {
        try (DataPackageReader template = read(rich())) {
            byte[] copy = bytes(DataPackageWriter.from(template)
                    .manifest(template.manifest().entities(List.of()))
                    .attachment("First", "A.PNG", DataSource.ofBytes(new byte[] {9})));
            assertThat(files(copy)).containsOnlyKeys("Resources/First/A.PNG", "Manifest.xml", "PackageHeader.xml");
            assertThat(files(copy).get("Resources/First/A.PNG")).containsExactly(9);
        }
    }

    @Test
    void theModelIsWhatItSays() throws IOException {
        FieldMap map = FieldMap.of("SOURCE", "TARGET").autoGenerated(true).element("UseTextQualifier", "true");
        assertThat(map.isAutoGenerated()).isTrue();
        assertThat(map.element("UseTextQualifier")).contains("true");
        assertThat(map).hasToString("FieldMap[SOURCE -> TARGET]").isNotEqualTo(FieldMap.of("TARGET"));
        assertThat(map.hashCode())
                .isEqualTo(FieldMap.of("SOURCE", "TARGET")
                        .autoGenerated(true)
                        .element("UseTextQualifier", "true")
                        .hashCode());
        PackageEntity entity = PackageEntity.of("E", SourceFormat.XML_ELEMENT).failLevelOnError(true);
        assertThat(entity).hasToString("PackageEntity[E, E.xml, XML-Element]");
        assertThat(entity.failsLevelOnError()).isTrue();
        assertThat(entity.failsExecutionUnitOnError()).isFalse();
        assertThat(entity.element("SourceFormat", "CSV").sourceFormat()).isEqualTo(SourceFormat.CSV);
        assertThat(entity.level(2).level()).isEqualTo(2);
        assertThat(entity.sequence(3).sequence()).isEqualTo(3);
        assertThat(entity.hashCode()).isNotEqualTo(entity.level(2).hashCode());
        assertThat(SourceFormat.of("csv-unicode").kind()).isEqualTo(DataFileKind.CSV_UNICODE);
        assertThat(SourceFormat.CSV.hashCode()).isEqualTo(SourceFormat.of("CSV").hashCode());
        PackageManifest manifest = PackageManifest.of("p").dataProject("q").element("ProjectCategory", "Project");
        assertThat(manifest.with(entity)).hasToString("PackageManifest[q, [PackageEntity[E, E.xml, XML-Element]]]");
        assertThat(manifest.element("ProjectCategory")).contains("Project");
        assertThat(manifest.hashCode()).isNotEqualTo(PackageManifest.of("p").hashCode());
        PackageHeader header = PackageHeader.of("d").description("e").packageVersion(1);
        assertThat(header)
                .hasToString("PackageHeader[e, DefinitionGroup, version 1]")
                .isNotEqualTo(PackageHeader.of("d"));
        assertThat(header.hashCode()).isNotEqualTo(PackageHeader.of("d").hashCode());
        PackageLimits limits = PackageLimits.builder().maxRatio(5).build();
        assertThat(limits.maxRatio()).isEqualTo(5);
    }

    @Test
    void aManifestWithoutNumbersHasTheDefaults() throws IOException {
        try (DataPackageReader reader = read(rich())) {
            PackageEntity entity = reader.manifest().entities().get(0);
            assertThat(entity.executionUnit()).isOne();
            assertThat(entity.level()).isOne();
            assertThat(entity.sequence()).isOne();
            assertThat(entity.failsLevelOnError()).isFalse();
        }
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, 60).mapToObj(i -> 1000L + i);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyPackageComesBackAsItWas(long seed) throws IOException {
        Random random = new Random(seed);
        DataPackageWriter writer = DataPackageWriter.of(text(random) + "p");
        Map<String, byte[]> expected = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            byte[] content = new byte[random.nextInt(5000)];
            random.nextBytes(content);
            PackageEntity entity = entity(random, i);
            expected.put(entity.inputFile(), content);
            writer.entity(entity, DataSource.ofBytes(content));
            if (random.nextBoolean()) {
                String name = random.nextInt(3) + "ä b.bin";
                expected.put("Resources/" + EntryNames.fileName(entity.name()) + "/" + name, content);
                writer.attachment(entity.name(), name, DataSource.ofBytes(content));
            }
        }
        if (random.nextBoolean()) {
            writer.encoding(random.nextBoolean() ? PackageEncoding.UTF_8 : PackageEncoding.UTF_16);
        }
        byte[] zip = bytes(writer);
        try (DataPackageReader reader = read(zip)) {
            assertThat(reader.manifest()).isEqualTo(writer.manifest());
            assertThat(reader.manifest().entities()).isEqualTo(writer.manifest().entities());
            assertThat(files(zip)).containsAllEntriesOf(expected).hasSize(expected.size() + 2);
            assertThat(files(bytes(DataPackageWriter.from(reader)))).containsExactlyInAnyOrderEntriesOf(files(zip));
        }
    }

    /** An extra check where a package that F&O exported lies beside the checkout. */
    @Test
    void realPackagesSurviveARoundTrip() throws IOException {
        Path samples = Path.of("..", "..", "shared", "samples").toAbsolutePath().normalize();
        assumeThat(samples).isDirectory();
        List<Path> packages;
        try (Stream<Path> found = Files.list(samples)) {
            packages = found.filter(file -> file.toString().endsWith(".zip")).toList();
        }
        assumeThat(packages).isNotEmpty();
        for (Path file : packages) {
            try (DataPackageReader reader = DataPackageReader.open(file)) {
                byte[] copy = bytes(DataPackageWriter.from(reader));
                assertThat(files(copy)).containsExactlyInAnyOrderEntriesOf(files(Files.readAllBytes(file)));

                byte[] remade = bytes(DataPackageWriter.from(reader)
                        .manifest(reader.manifest().entities(reader.manifest().entities()))
                        .header(reader.header()
                                .orElseThrow()
                                .description(reader.header().orElseThrow().description())));
                assertThat(files(remade)).containsExactlyInAnyOrderEntriesOf(files(Files.readAllBytes(file)));
                try (DataPackageReader again = read(remade)) {
                    assertThat(again.manifest()).isEqualTo(reader.manifest());
                    assertThat(again.header()).isEqualTo(reader.header());
                    assertThat(again.manifest().entities()).isNotEmpty();
                }
            }
        }
    }

    private static PackageEntity entity(Random random, int number) {
        List<FieldMap> fields = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            fields.add(FieldMap.of(text(random) + "s", text(random) + i).autoGenerated(random.nextBoolean()));
        }
        PackageEntity entity = PackageEntity.of(text(random) + number, SourceFormat.of("Format " + number))
                .fields(fields)
                .inputFile("Währung " + number + ".dat")
                .executionUnit(1 + random.nextInt(9))
                .level(1 + random.nextInt(9))
                .sequence(1 + random.nextInt(9))
                .failExecutionUnitOnError(random.nextBoolean());
        return random.nextBoolean() ? entity : entity.element("Zeta" + random.nextInt(9), text(random));
    }

    private static String text(Random random) {
        String alphabet = "aB3 äß€<>&\"'\t\n\r;]\uD83D\uDE00\u4E2D/:";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < random.nextInt(12); i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static byte[] rich() {
        RawZip zip = new RawZip();
        zip.add("Manifest.xml", RICH.getBytes(StandardCharsets.UTF_8));
        zip.add(
                "PackageHeader.xml",
                "<DataManagementPackageHeader xmlns='x'><Description>d</Description></DataManagementPackageHeader>"
                        .getBytes(StandardCharsets.UTF_8));
        zip.add("First.csv", "a & b\n1\n".getBytes(StandardCharsets.UTF_8));
        zip.add("Resources/First/a.png", new byte[] {1, 2, 3});
        return zip.bytes();
    }

    private static Map<String, byte[]> files(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (DataPackageReader reader = read(zip)) {
            for (PackageFile file : reader.files()) {
                try (InputStream in = reader.open(file)) {
                    files.put(file.name(), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static byte[] bytes(DataPackageWriter writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    private static DataPackageReader read(byte[] zip) throws IOException {
        return DataPackageReader.open(new ByteArrayInputStream(zip));
    }
}
