package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the JDK opens files for when it first needs it: to close a socket, to wait for one in a virtual thread, to write
 * the time of a line of log. When no descriptor is left, none of that could be had, and it is what gives some back.
 */
final class Provisions {
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    private Provisions() {}

    /** Takes them once in a process, if they are to be had. */
    static void take() {
        if (TAKEN.compareAndSet(false, true)) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "lines of log have the time of {0}", ZoneId.systemDefault());
            try {
                Thread waiting = Threads.create().newThread(Provisions::waitForNothing);
                waiting.start();
                waiting.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) { // There may be no thread; the listener says so if it stays like this.
                Log.SERVER.log(System.Logger.Level.DEBUG, "no provisions could be taken", e);
            }
        }
    }

    private static void waitForNothing() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            socket.setSoTimeout(1);
            if (socket.getInputStream().read() >= 0) {
                Log.SERVER.log(System.Logger.Level.DEBUG, "somebody else was listening");
            }
        } catch (SocketTimeoutException e) {
            Log.SERVER.log(System.Logger.Level.TRACE, "provisions are taken", e);
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "no provisions could be taken", e);
        }
    }
}
