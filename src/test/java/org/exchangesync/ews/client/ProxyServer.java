package org.exchangesync.ews.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small proxy that tunnels (CONNECT) to this machine, whatever name it is asked for, and may want an account. */
final class ProxyServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final String expected;
    private final String answer;

    /** @param account {@code user:password}, or null */
    static ProxyServer wanting(String account) throws IOException {
        return new ProxyServer(account, null);
    }

    /** @param answer the status line that everybody gets */
    static ProxyServer answering(String answer) throws IOException {
        return new ProxyServer(null, answer);
    }

    private ProxyServer(String account, String answer) throws IOException {
        this.expected = account == null
                ? null
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
        this.answer = answer;
        threads.submit(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What it was asked, with all headers. */
    List<String> heads() {
        return heads;
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            threads.submit(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws IOException {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (answer != null) {
                say(client, answer + "\r\nContent-Length: 0\r\n\r\n");
            } else if (expected != null && !head.contains(expected + "\r\n")) {
                say(
                        client,
                        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                                + "Proxy-Authenticate: Negotiate\r\nContent-Length: 3\r\n\r\nno!");
            } else {
                int port = Integer.parseInt(head.replaceFirst("(?s)CONNECT [^ ]*:(\\d+) .*", "$1"));
                try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    say(client, "HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n");
                    threads.submit(() -> pump(client, server));
                    pump(server, client);
                }
            }
        }
        return null;
    }

    private static Void pump(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput();
        return null;
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
