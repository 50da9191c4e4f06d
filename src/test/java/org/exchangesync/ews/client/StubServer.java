package org.exchangesync.ews.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An HTTP(S) server on a loopback port that answers what a test tells it to, and remembers what it was asked. */
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> script = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Set<Integer> clientPorts = new HashSet<>();
    private final String scheme;

    /** What to answer; a length of -1 sends the bytes as they are and closes the connection. */
    record Reply(int status, Map<String, String> headers, byte[] body, int promised) {}

    record Asked(Map<String, List<String>> headers, String body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    private StubServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static StubServer http() throws IOException {
        return new StubServer(HttpServer.create(loopback(), 0), "http");
    }

    static StubServer https(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new StubServer(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        return url("localhost");
    }

    URI url(String host) {
        return URI.create(scheme + "://" + host + ":" + server.getAddress().getPort() + "/EWS/Exchange.asmx");
    }

    StubServer reply(int status, Map<String, String> headers, byte[] body) {
        return reply(new Reply(status, headers, body, body.length));
    }

    /** The last reply is given again and again. */
    synchronized StubServer reply(Reply reply) {
        script.add(reply);
        return this;
    }

    StubServer soap(int status, String body) {
        return reply(
                status,
                Map.of("Content-Type", "text/xml; charset=utf-8"),
                Soap.envelope(body).getBytes(StandardCharsets.UTF_8));
    }

    List<Asked> asked() {
        return asked;
    }

    int connections() {
        synchronized (clientPorts) {
            return clientPorts.size();
        }
    }

    private synchronized Reply next() {
        return script.size() > 1 ? script.remove() : script.peek();
    }

    private void handle(HttpExchange http) throws IOException {
        synchronized (clientPorts) {
            clientPorts.add(http.getRemoteAddress().getPort());
        }
        String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(http.getRequestHeaders(), body));
        Reply reply = next();
        reply.headers().forEach((name, value) -> http.getResponseHeaders().add(name, value));
        if (reply.promised() == 0) {
            http.sendResponseHeaders(reply.status(), -1);
        } else {
            http.sendResponseHeaders(reply.status(), reply.promised());
            http.getResponseBody().write(reply.body());
        }
        http.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
