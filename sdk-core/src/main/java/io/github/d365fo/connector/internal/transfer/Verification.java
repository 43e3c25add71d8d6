package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.packages.zip.BrokenZip;
import io.github.d365fo.connector.internal.packages.zip.Bytes;
import io.github.d365fo.connector.internal.packages.zip.WholeZip;
import io.github.d365fo.connector.internal.wire.UnexpectedContent;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Checks a downloaded file before it appears under its name. */
final class Verification {
    private Verification() {}

    /**
     * Compares {@code fetched} with the announced checksum and, if it should be a package, checks that it is complete.
     */
    static void check(Fetched fetched, boolean isPackage) throws IOException, NotWhole {
        if (isPackage) {
            checkPackage(fetched);
        }
        String actual = fetched.checksums().md5();
        if (fetched.md5().filter(announced -> !announced.equals(actual)).isPresent()) {
            throw new NotWhole(
                    "the " + fetched.total() + " downloaded bytes don't match the announced checksum (Content-MD5)",
                    !fetched.delimited());
        }
    }

    private static void checkPackage(Fetched fetched) throws IOException, NotWhole {
        try {
            WholeZip.check(new Part(fetched));
        } catch (BrokenZip e) {
            byte[] start = new byte[(int) Math.min(fetched.total(), UnexpectedContent.ENOUGH)];
            fetched.part().read(ByteBuffer.wrap(start), 0);
            throw notWhole(fetched.total(), start, e);
        }
    }

    private static NotWhole notWhole(long size, byte[] start, BrokenZip e) {
        if (start.length == 0) {
            return new NotWhole("expected a data package, but the download is empty", true);
        }
        if (e.isEndMissing() && UnexpectedContent.isZip(start)) {
            return new NotWhole(
                    "the data package is truncated: " + size + " bytes were downloaded, and the end of the zip is"
                            + " missing",
                    true);
        }
        return new NotWhole(
                "expected a data package, but the " + size + " downloaded bytes are "
                        + (e.isEndMissing() ? UnexpectedContent.describe(start) : "a damaged zip: " + e.getMessage()),
                false);
    }

    /** A part file that is read only as far as it has been fetched. */
    private record Part(Fetched fetched) implements Bytes {
        @Override
        public long length() {
            return fetched.total();
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            fetched.part().read(target, position);
        }
    }
}
