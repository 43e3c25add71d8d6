package io.github.d365fo.connector.internal.http;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context whose engines report to the {@link Departure} of the request for which their connection is opened. The
 * HTTP client creates the engine of a new connection on the sending thread; if it does not, the engine reports to
 * nobody, and the request counts as sent.
 */
final class WatchedTls extends SSLContextSpi {
    private static final ThreadLocal<@Nullable Departure> DEPARTING = new ThreadLocal<>();

    private final SSLContext context;
    private final LongSupplier nanos;

    /** Watches the engines of {@code context}, or of the JDK's default context if it is null. */
    WatchedTls(@Nullable SSLContext context, LongSupplier nanos) {
        this.context = context == null ? defaultContext() : context;
        this.nanos = nanos;
    }

    /** Returns the context to give to an HTTP client. */
    SSLContext context() {
        return new SSLContext(this, context.getProvider(), context.getProtocol()) {};
    }

    /** From here on the current thread sends the request of {@code departure}. */
    static void begin(Departure departure) {
        DEPARTING.set(departure);
    }

    /** The current thread sends nothing any more. */
    static void end() {
        DEPARTING.remove();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return watched(context.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return watched(context.createSSLEngine(host, port));
    }

    private SSLEngine watched(SSLEngine engine) {
        return new WatchedEngine(engine, DEPARTING.get(), nanos);
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        context.init(keys, trust, random);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return context.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }
}
