package io.github.d365fo.testkit.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kept state that was damaged is refused by the name of the file, or the damage does no harm; and nothing else is touched. */
class DamagedStateTest {
    /** At how many places each file is cut, and at how many a bit is flipped. */
    private static final int PLACES = 40;

    @TempDir
    Path directory;

    private Path kept;
    private String known;

    @BeforeEach
    void keep() throws Exception {
        kept = directory.resolve("kept");
        try (DataPlaneRig rig = new DataPlaneRig(start(kept))) {
            FakeConnectorServer server = rig.server;
            server.exportJob().publish("PK the first package".getBytes());
            server.exportJob().publish(new byte[3_000]);
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            exports.dequeue();
            server.client()
                    .job(server.importJob().activityId())
                    .enqueue(EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            server.client()
                    .job(server.importJob().activityId())
                    .enqueue(EnqueueRequest.of(Payload.ofString("0")).entity("Nothing"));
            rig.importPackage("Groups", DataPlaneRig.zip(DataEntry.csv("Customer groups", "ID\r\n10\r\n")));
            server.identity().addUser("ada@contoso.example", "p");
            server.clock().advance(Duration.ofMinutes(5));
        }
        known = known(copy(directory.resolve("first")));
    }

    /** Something that happens to one file. */
    private interface Damage {
        void to(Path file) throws IOException;
    }

    private record Case(String what, Path file, Damage damage) {}

    @Test
    void everyDamageIsRefusedByNameOrDoesNoHarm() throws Exception {
        int refused = 0;
        int harmless = 0;
        List<Case> cases = cases();
        for (Case each : cases) {
            Path copy = copy(directory.resolve("damaged"));
            Path file = copy.resolve(each.file().toString());
            each.damage().to(file);
            Map<String, String> before = snapshot(copy);
            try {
                String found = known(copy);
                assertThat(found).as(each.what()).isEqualTo(known);
                harmless++;
            } catch (IllegalStateException | UncheckedIOException e) {
                assertThat(e).as(each.what()).hasMessageStartingWith("state: ").hasMessageContaining(file.toString());
                assertThat(snapshot(copy)).as(each.what()).isEqualTo(before);
                refused++;
            }
            delete(copy);
        }
        System.out.println("DamagedStateTest: " + cases.size() + " ways to damage a kept state, " + refused
                + " refused by the file's name, " + harmless + " without effect, 0 accepted with a loss");
        assertThat(cases).hasSizeGreaterThan(167);
        // All that does no harm is done to the lock, which holds nothing, or is a byte behind the last change, which
        // could be the beginning of another one.
        assertThat(harmless).isLessThanOrEqualTo(5);
    }

    private List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Path file : files(kept)) {
            Path relative = kept.relativize(file);
            byte[] bytes = Files.readAllBytes(file);
            for (int at = 0; at < PLACES && bytes.length > 0; at++) {
                int place = (int) ((long) bytes.length * at / PLACES);
                int bit = 1 << at % 8;
                cases.add(new Case(
                        relative + " cut at " + place,
                        relative,
                        target -> Files.write(target, Arrays.copyOf(bytes, place))));
                cases.add(new Case(relative + " bit flipped at " + place, relative, target -> {
                    byte[] flipped = bytes.clone();
                    flipped[place] ^= (byte) bit;
                    Files.write(target, flipped);
                }));
            }
            cases.add(new Case(
                    relative + " without its last byte",
                    relative,
                    target -> Files.write(target, Arrays.copyOf(bytes, Math.max(0, bytes.length - 1)))));
            cases.add(new Case(
                    relative + " longer",
                    relative,
                    target -> Files.write(target, Arrays.copyOf(bytes, bytes.length + 1))));
            cases.add(new Case(relative + " removed", relative, Files::delete));
            cases.add(new Case(relative + " replaced by a directory", relative, target -> {
                Files.delete(target);
                Files.createDirectory(target);
            }));
            cases.add(new Case(relative + " replaced by a link to a copy", relative, target -> {
                Path copy = Files.copy(target, directory.resolve("elsewhere-" + cases.size() + target.getFileName()));
                Files.delete(target);
                Files.createSymbolicLink(target, copy);
            }));
            cases.add(new Case(relative + " replaced by a link to nowhere", relative, target -> {
                Files.delete(target);
                Files.createSymbolicLink(target, directory.resolve("nowhere"));
            }));
        }
        cases.addAll(wholeCases());
        return cases;
    }

    private List<Case> wholeCases() throws IOException {
        Path contents = Path.of("contents");
        List<Path> all = files(kept.resolve("contents"));
        return List.of(
                new Case("contents replaced by a file", contents, target -> {
                    delete(target);
                    Files.createFile(target);
                }),
                new Case("contents replaced by a link to a copy", contents, target -> {
                    Path elsewhere = directory.resolve("elsewhere");
                    Files.move(target, elsewhere);
                    Files.createSymbolicLink(target, elsewhere);
                }),
                new Case(
                        "two contents changed places",
                        contents.resolve(all.get(0).getFileName()),
                        target -> {
                            Path other = target.resolveSibling(all.get(1).getFileName());
                            Path between = target.resolveSibling("between");
                            Files.move(target, between);
                            Files.move(other, target);
                            Files.move(between, other);
                        }));
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws Exception {
        List<String> names = new ArrayList<>(List.of(
                "notes.txt", "state.json.part", "state.json.bak", "state.json~", "lock.part", ".part", "1", "state"));
        for (Path content : files(kept.resolve("contents"))) {
            String name = content.getFileName().toString();
            char last = name.charAt(name.length() - 1);
            names.addAll(List.of(
                    "contents/" + name + ".part",
                    "contents/" + name + ".bak",
                    "contents/" + name + "-" + "0".repeat(32) + ".part",
                    "contents/" + name.substring(0, name.length() - 1) + (last == '0' ? '1' : '0'),
                    "contents/9" + name));
        }
        names.addAll(List.of("contents/1", "contents/99", "contents/1.part", "contents/99.part", "contents/notes.txt"));
        names.add("state.json-" + "0".repeat(32) + ".part");
        for (String name : names) {
            Files.writeString(kept.resolve(name), "somebody else's: " + name);
        }
        Files.createDirectories(kept.resolve("contents/folder/5"));
        assertThat(known(kept)).isEqualTo(known);
        try (FakeConnectorServer server = start(kept)) {
            server.exportJob().publish(new byte[100]);
            server.client().job(server.exportJob().activityId()).dequeue();
            server.reset();
        }
        for (String name : names) {
            assertThat(kept.resolve(name)).content().isEqualTo("somebody else's: " + name);
        }
        assertThat(kept.resolve("contents/folder/5")).isDirectory();
        System.out.println("DamagedStateTest: " + names.size() + " files of others, all left alone");
    }

    @Test
    void aContentThatNoStateNamesAnyMoreIsDeleted() throws Exception {
        Path copy = copy(directory.resolve("copy"));
        try (FakeConnectorServer server = start(copy)) {
            server.exportJob().publish("more".getBytes());
        }
        int more = files(copy.resolve("contents")).size();
        Files.copy(kept.resolve("state.json"), copy.resolve("state.json"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(known(copy)).isEqualTo(known);
        assertThat(files(copy.resolve("contents"))).hasSize(more - 1);
    }

    @Test
    void aStateThatIsNewIsThereFromTheStart() throws Exception {
        Path fresh = directory.resolve("fresh");
        start(fresh).close();
        Files.delete(fresh.resolve("state.json"));
        // Nothing is lost: it named no content.
        start(fresh).close();
        assertThat(fresh.resolve("state.json")).isNotEmptyFile();
    }

    @Test
    void theFilesAreTheirOwnersAlone() throws Exception {
        Assumptions.assumeTrue(
                kept.getFileSystem().supportedFileAttributeViews().contains("posix"));
        List<String> permissions = new ArrayList<>();
        for (Path path : everything(kept)) {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            assertThat(rights).as("%s", path).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            permissions.add(rights);
        }
        assertThat(permissions).hasSizeGreaterThan(6);
        // A directory that others made is theirs to open or close, but not the contents.
        Path open = Files.createDirectories(directory.resolve("open/contents"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(open.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        start(open.getParent()).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.getParent())))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.resolveSibling("state.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFullDiskIsReportedAtClose() throws Exception {
        Configuration small = Configuration.unix().toBuilder()
                .setMaxSize(256 << 10)
                .setBlockSize(1 << 10)
                .build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Path state = disk.getPath("/kept");
            FakeConnectorServer server = start(state);
            server.exportJob().publish("fits".getBytes());
            server.client().job(server.exportJob().activityId()).dequeue();
            Path filler = disk.getPath("/filler");
            assertThatThrownBy(() -> fill(filler)).isInstanceOf(IOException.class);
            server.exportJob().publish("does not fit".getBytes());
            assertThatThrownBy(server::close)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("state: " + state.resolve("state.json") + " can't be written: ");
            Files.delete(filler);
            // What was kept before is whole, and nothing half is left.
            try (FakeConnectorServer next = start(state)) {
                assertThat(next.exportJob().messages()).hasSize(1);
            }
            try (Stream<Path> left = Files.walk(state)) {
                assertThat(left).noneMatch(path -> path.toString().endsWith(".part"));
            }
        }
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[1 << 10]);
            }
        }
    }

    private static FakeConnectorServer start(Path state) {
        return FakeConnectorServer.builder().state(state).start();
    }

    /** Returns all that a server knows which has this state, and changes it, for a message is leased to be read. */
    private static String known(Path state) throws Exception {
        StringBuilder all = new StringBuilder();
        try (FakeConnectorServer server = start(state)) {
            all.append(server.exportJob().messages()).append(server.clock().instant());
            for (EnqueuedFile file : server.importJob().enqueued()) {
                all.append(file).append(HexFormat.of().formatHex(file.bytes()));
                all.append(server.importJob().state(file.messageId()));
            }
            server.dataManagement()
                    .blobs()
                    .forEach(blob -> all.append(blob).append(HexFormat.of().formatHex(blob.bytes())));
            all.append(server.dataManagement().executions());
            all.append(new PlainHttp(server).signInAs("ada@contoso.example", "p"));
            RecurringJob exports = server.client().job(server.exportJob().activityId());
            return all.append(HexFormat.of()
                            .formatHex(exports.open(exports.dequeue().orElseThrow())
                                    .readAllBytes()))
                    .toString();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        return everything(folder).stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> everything(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.sorted().toList();
        }
    }

    /** Returns what is under which name, links not followed. */
    private static Map<String, String> snapshot(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Path path : everything(folder)) {
            boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
            all.put(
                    path.toString(),
                    file ? HexFormat.of().formatHex(Files.readAllBytes(path)) : Files.isSymbolicLink(path) + "");
        }
        return all;
    }

    private Path copy(Path target) throws IOException {
        for (Path path : everything(kept)) {
            Files.copy(path, target.resolve(kept.relativize(path).toString()));
        }
        return target;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
