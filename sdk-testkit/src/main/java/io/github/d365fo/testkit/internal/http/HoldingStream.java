package io.github.d365fo.testkit.internal.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Holds back the last bytes until it is flushed, however many are written at once. Used by one thread. */
final class HoldingStream extends BufferedOutputStream {
    private static final int BUFFER = 1 << 16;
    private static final int PIECE = BUFFER / 4;

    HoldingStream(OutputStream out) {
        super(out, BUFFER);
    }

    /** Writes in pieces, since an array as large as the buffer would bypass it. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
            super.write(bytes, offset + done, Math.min(PIECE, length - done));
        }
    }
}
