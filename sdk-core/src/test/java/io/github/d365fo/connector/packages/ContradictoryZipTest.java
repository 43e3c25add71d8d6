package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A zip that does not say of itself what is true. */
class ContradictoryZipTest extends HostileZips {
    @Test
    void anEntryThatIsLongerThanAnnouncedIsStopped() throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add("liar.csv", new byte[100_000]).size(100);
        try (DataPackageReader reader = open(zip)) {
            assertThatThrownBy(() -> reader.extractTo(directory.resolve("out")))
                    .isInstanceOfSatisfying(
                            DataPackageException.class,
                            e -> assertThat(e.problem()).isEqualTo(PackageProblem.BROKEN_ARCHIVE));
        }
        assertThat(directory.resolve("out")).isEmptyDirectory();
    }

    @Test
    void aWrongChecksumOrLengthIsDetectedAtTheEnd() throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add("checksum", SOME).crc(1);
        zip.add("short", SOME).size(SOME.length + 1);
        try (DataPackageReader reader = open(zip)) {
            for (String name : new String[] {"checksum", "short"}) {
                try (InputStream in = reader.open(reader.file(name).orElseThrow())) {
                    assertThatThrownBy(in::readAllBytes)
                            .isInstanceOf(DataPackageException.class)
                            .hasMessageContaining(name);
                }
            }
        }
    }

    @Test
    void whatIsEncryptedOrOddlyCompressedIsRefused() {
        RawZip encrypted = RawZip.withManifest();
        encrypted.add("a", SOME).flags(1);
        refused(encrypted, PackageProblem.BROKEN_ARCHIVE);
        RawZip odd = RawZip.withManifest();
        odd.add("a", SOME).method(9);
        assertThat(refused(odd, PackageProblem.BROKEN_ARCHIVE)).hasMessageContaining("(9)");
        RawZip stored = RawZip.withManifest();
        stored.add("a", SOME).method(0).size(1);
        refused(stored, PackageProblem.BROKEN_ARCHIVE);
    }

    @Test
    void impossibleLengthsAreRefused() {
        RawZip beyond = RawZip.withManifest();
        beyond.add("a", SOME).offset(1 << 30);
        refused(beyond, PackageProblem.BROKEN_ARCHIVE);
        RawZip promised = RawZip.withManifest();
        promised.add("a", SOME).size(0xFFFFFFFFL);
        refused(promised, PackageProblem.BROKEN_ARCHIVE);
        RawZip negative = RawZip.withManifest();
        byte[] wide = RawZip.buffer(12)
                .putShort((short) 1)
                .putShort((short) 8)
                .putLong(-5)
                .array();
        negative.add("a", SOME).size(0xFFFFFFFFL).extra(wide);
        refused(negative, PackageProblem.BROKEN_ARCHIVE);
        RawZip huge = RawZip.withManifest();
        byte[] exbi = RawZip.buffer(16)
                .putShort((short) 7)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) 8)
                .putLong(1L << 60)
                .array();
        huge.add("a", SOME).size(0xFFFFFFFFL).extra(exbi);
        refused(huge, PackageProblem.LIMIT_EXCEEDED);
    }

    @Test
    void aDirectoryThatDoesNotFitIsRefused() {
        refused(RawZip.withManifest().countOff(1), PackageProblem.BROKEN_ARCHIVE);
        refused(RawZip.withManifest().countOff(-1), PackageProblem.BROKEN_ARCHIVE);
        refused(RawZip.withManifest().directoryOff(1), PackageProblem.BROKEN_ARCHIVE);
        refused(RawZip.withManifest().directoryOff(-1), PackageProblem.BROKEN_ARCHIVE);
    }

    @Test
    void aPackageCutOffAnywhereIsRefused() throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add("a.csv", noise(300));
        byte[] whole = zip.comment("a comment").bytes();
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), PackageLimits.ofDefaults(), PackageProblem.BROKEN_ARCHIVE);
        }
        try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(whole))) {
            assertThat(reader.files()).hasSize(2);
        }
    }

    @Test
    void flippedBytesCauseTypedErrorsOnly() throws IOException {
        RawZip zip = RawZip.withManifest();
        zip.add("a.csv", noise(500));
        byte[] whole = zip.bytes();
        for (int at = 0; at < whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x55;
            try (DataPackageReader reader = DataPackageReader.open(new ByteArrayInputStream(bytes))) {
                for (PackageFile file : reader.files()) {
                    try (InputStream in = reader.open(file)) {
                        in.readAllBytes();
                    }
                }
            } catch (DataPackageException expected) {
                assertThat(expected.problem()).isNotNull();
            }
        }
    }
}
