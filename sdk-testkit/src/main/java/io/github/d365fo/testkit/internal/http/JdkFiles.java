package io.github.d365fo.testkit.internal.http;

import io.github.d365fo.testkit.internal.threads.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the JDK open files in advance that it otherwise opens on first use: to close a socket, to wait for one on a
 * virtual thread, to write the time of a log line. Without a free descriptor none of that would work, although it is
 * what frees descriptors.
 */
final class JdkFiles {
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    private JdkFiles() {}

    /** Opens them once per process, if possible. */
    static void take() {
        if (TAKEN.compareAndSet(false, true)) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "log lines use the time zone {0}", ZoneId.systemDefault());
            try {
                Thread waiting = Threads.create().newThread(JdkFiles::waitForNothing);
                waiting.start();
                waiting.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable e) { // There may be no thread; the listener reports that if it lasts.
                Log.SERVER.log(System.Logger.Level.DEBUG, "the JDK could not open its files in advance", e);
            }
        }
    }

    private static void waitForNothing() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            socket.setSoTimeout(1);
            if (socket.getInputStream().read() >= 0) {
                Log.SERVER.log(System.Logger.Level.DEBUG, "another program answered");
            }
        } catch (SocketTimeoutException e) {
            Log.SERVER.log(System.Logger.Level.TRACE, "the JDK has opened its files", e);
        } catch (IOException e) {
            Log.SERVER.log(System.Logger.Level.DEBUG, "the JDK could not open its files in advance", e);
        }
    }
}
