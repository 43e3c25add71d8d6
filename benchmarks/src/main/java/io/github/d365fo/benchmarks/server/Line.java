package io.github.d365fo.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** How fast a relay passes bytes on, and how late. */
record Line(double bytesPerNano, long oneWay) {
    private static final int PIECE = 32 << 10;
    private static final Piece END = new Piece(ByteBuffer.allocate(0), 0);

    private record Piece(ByteBuffer bytes, long due) {
        boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    void connect(Socket client, Socket server, Executor threads) {
        // The handshake of TCP, which ends at the relay, would have taken a round trip.
        long open = System.nanoTime() + 2 * oneWay;
        pass(client, server, open, threads);
        pass(server, client, open, threads);
    }

    private void pass(Socket from, Socket to, long open, Executor threads) {
        // As many bytes as are on the way at full speed, and not less than two pieces.
        int onTheWay = (int) Math.max(2, Math.min(1024, Math.ceil(bytesPerNano * 2 * oneWay / PIECE)));
        BlockingQueue<Piece> way = new ArrayBlockingQueue<>(onTheWay);
        threads.execute(() -> read(from, way, open));
        threads.execute(() -> write(from, to, way));
    }

    private void read(Socket from, BlockingQueue<Piece> way, long open) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                long due = Math.max(System.nanoTime(), open) + oneWay;
                way.put(new Piece(ByteBuffer.wrap(buffer, 0, count), due));
                buffer = new byte[PIECE];
            }
        } catch (IOException e) {
            // A client or server that is through with the connection resets it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(way);
    }

    private static void end(BlockingQueue<Piece> way) {
        try {
            way.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Socket from, Socket to, BlockingQueue<Piece> way) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            double free = (double) System.nanoTime();
            for (Piece piece = way.take(); !piece.isEnd(); piece = way.take()) {
                free = Math.max(free, (double) piece.due()) + piece.bytes().remaining() / bytesPerNano;
                for (long left = (long) free - System.nanoTime(); left > 0; left = (long) free - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(piece.bytes().array(), 0, piece.bytes().remaining());
            }
        } catch (IOException e) {
            // The reader may wait for room.
            way.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
