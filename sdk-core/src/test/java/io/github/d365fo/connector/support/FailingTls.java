package io.github.d365fo.connector.support;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A context that is asked for its parameters whenever the JDK makes an HTTP client, and fails that from then on. */
public final class FailingTls extends SSLContextSpi {
    private final Runnable whenAsked;
    private volatile boolean failing;

    public FailingTls(Runnable whenAsked) {
        this.whenAsked = whenAsked;
    }

    /** Returns the context to give to a client. */
    public SSLContext context() {
        return new SSLContext(this, defaultContext().getProvider(), "TLS") {};
    }

    /** From here on the action runs before an HTTP client is made, and may fail that. */
    public void fail() {
        failing = true;
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        if (failing) {
            whenAsked.run();
        }
        return defaultContext().getDefaultSSLParameters();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it is ready");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return defaultContext().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return defaultContext().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return defaultContext().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return defaultContext().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return defaultContext().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return defaultContext().getClientSessionContext();
    }
}
