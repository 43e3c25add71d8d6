package io.github.d365fo.testkit.internal.faults;

import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on, and acts once before the byte at a given position. Used by one thread. */
final class SplitStream extends OutputStream {
    private final OutputStream out;
    private final Act act;
    private long left;

    /** The action. */
    interface Act {
        void run() throws IOException;
    }

    SplitStream(OutputStream out, long place, Act act) {
        this.out = out;
        this.left = place;
        this.act = act;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int before = (int) Math.min(Math.max(left, 0), length);
        if (left >= length || left < 0) {
            out.write(bytes, offset, length);
            left -= left < 0 ? 0 : length;
            return;
        }
        out.write(bytes, offset, before);
        left = -1;
        act.run();
        out.write(bytes, offset + before, length - before);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
