package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A server that sends whatever bytes a test likes, over TLS. Each answer has a name, which is the last part of the address.
 * A connection serves one request.
 */
final class HostileServer implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hostile");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    /** Sends an answer, head and all; ends when the client has gone. */
    interface Answer {
        void send(OutputStream out) throws IOException;
    }

    HostileServer(SSLContext tls) throws IOException {
        socket = tls.getServerSocketFactory().createServerSocket();
        socket.setReceiveBufferSize(1 << 16);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.execute(this::accept);
    }

    HostileServer on(String name, Answer answer) {
        answers.put(name, answer);
        return this;
    }

    String url(String name) {
        return "https://localhost:" + socket.getLocalPort() + "/" + name;
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                // the loop's condition tells whether the test is over
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String head = head(in);
            requests.incrementAndGet();
            String name = head.split(" ")[1].substring(1);
            int length = Integer.parseInt(head.replaceAll("(?is).*\r\ncontent-length: *(\\d+).*", "$1"));
            if (!name.startsWith("unread")) {
                in.readNBytes(length);
            }
            answers.get(name).send(client.getOutputStream());
        } catch (IOException gone) {
            // the client has gone, which is what it should do
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.write(b);
        }
        return head.toString(ISO_8859_1);
    }

    /** A head that says this, and a body as long as the connection. */
    static Answer answer(String headers, Answer body) {
        return out -> {
            write(
                    out,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml; charset=utf-8\r\n" + headers
                            + "\r\n");
            body.send(out);
            out.flush();
        };
    }

    static Answer text(String body) {
        return answer("", out -> out.write(body.getBytes(UTF_8)));
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /** A text many times over, in blocks of some size. */
    static void repeat(OutputStream out, String text, long times) throws IOException {
        int each = Math.max(1, (1 << 16) / text.length());
        byte[] block = text.repeat(each).getBytes(UTF_8);
        for (long sent = 0; sent < times; sent += each) {
            out.write(block);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
