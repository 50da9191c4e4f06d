package org.exchangesync.sandbox.http;

import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A TLS context like another one, whose engines let faults at the bytes of answers ({@link WireEngine}). The JDK's HTTP
 * server gives nobody its sockets: this is the one place where an answer can be cut inside its headers, or lie about its
 * length.
 */
final class WireContext extends SSLContext {
    private WireContext(Supplier<SSLContext> current, SeenConnections connections) {
        super(
                new Spi(current, connections),
                current.get().getProvider(),
                current.get().getProtocol());
    }

    /**
     * Around the context that is current when a connection begins.
     *
     * @param connections are told of each that begins
     */
    static SSLContext around(Supplier<SSLContext> current, SeenConnections connections) {
        return new WireContext(current, connections);
    }

    private static final class Spi extends SSLContextSpi {
        private final Supplier<SSLContext> current;
        private final SeenConnections connections;

        Spi(Supplier<SSLContext> current, SeenConnections connections) {
            this.current = current;
            this.connections = connections;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
            throw new IllegalStateException("the context around which this one is made is initialized already");
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new WireEngine(current.get().createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            connections.begin(port);
            return new WireEngine(current.get().createSSLEngine(host, port));
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return current.get().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return current.get().getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return current.get().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return current.get().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return current.get().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return current.get().getSupportedSSLParameters();
        }
    }
}
