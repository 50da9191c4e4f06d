package org.exchangesync.ews.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.transport.HttpProxy;

/**
 * The way through an HTTP proxy: it is asked for a connection to the server, and sees nothing of what goes over it. Its
 * credentials go to it alone, in the one request that the server never sees. The JDK has such a way too, but sends no
 * Basic credentials unless a property of the whole process says so.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-connect">RFC 9110, CONNECT</a>
 */
record Tunnel(HttpProxy settings) {

    /**
     * Connects a socket to the server by way of the proxy.
     *
     * @throws ProxyRefusal if the proxy isn't there, or doesn't let us through
     */
    void connect(Socket socket, String host, int port, int timeoutMillis, Duration patience) throws ProxyRefusal {
        try {
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), timeoutMillis);
        } catch (IOException e) {
            throw new ProxyRefusal(
                    "the proxy " + name() + " can't be reached: " + e.getMessage()
                            + ". See that its name and port are right",
                    e);
        }
        open(new RawHttp(socket, patience), host, port);
    }

    private void open(RawHttp http, String host, int port) throws ProxyRefusal {
        String target = (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", target);
        headers.put("User-Agent", EwsClient.USER_AGENT);
        headers.put("Proxy-Connection", "Keep-Alive");
        if (settings.credentials() != null) {
            String pair = settings.credentials().username()
                    + ':'
                    + settings.credentials().password().value();
            headers.put(
                    "Proxy-Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        RawHttp.Answer answer;
        try {
            answer = http.ask("CONNECT", target, headers);
        } catch (IOException e) {
            throw new ProxyRefusal("the proxy " + name() + " gave no proper answer: " + e.getMessage(), e);
        }
        if (answer.status() / 100 != 2) {
            throw new ProxyRefusal(refusal(answer), answer.status());
        }
    }

    private String refusal(RawHttp.Answer answer) {
        if (answer.status() != 407) {
            return "the proxy " + name() + " answered " + answer.status()
                    + " when asked for a connection. See that it may connect to this server and port";
        }
        List<String> schemes = answer.all("Proxy-Authenticate").stream()
                .map(offer -> offer.strip().split("[ ,]", 2)[0])
                .distinct()
                .toList();
        String offers = "; it offers " + (schemes.isEmpty() ? "no way to sign in" : String.join(", ", schemes));
        return settings.credentials() == null
                ? "the proxy " + name() + " asks for credentials and none are configured" + offers
                : "the proxy " + name() + " does not accept the account "
                        + settings.credentials().username() + offers + ", and Basic is what is spoken";
    }

    private String name() {
        return settings.host() + ":" + settings.port();
    }
}
