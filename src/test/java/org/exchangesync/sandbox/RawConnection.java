package org.exchangesync.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLSocket;
import org.exchangesync.sandbox.xml.Xml;

/** A TLS connection without an HTTP client on it, to see an answer byte by byte. */
final class RawConnection implements AutoCloseable {
    /** What came. */
    record Answer(byte[] bytes) {
        /** Whether the last chunk came. */
        boolean isWhole() {
            return text().endsWith("\r\n0\r\n\r\n");
        }

        String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        String headers() {
            return text().substring(0, text().indexOf("\r\n\r\n") + 4);
        }

        /** What follows the headers, as it travels. */
        String rawBody() {
            return text().substring(text().indexOf("\r\n\r\n") + 4);
        }

        /** The body out of its chunks, as far as it came. */
        String body() {
            StringBuilder body = new StringBuilder();
            String left = rawBody();
            while (left.contains("\r\n")) {
                int length = Integer.parseInt(left.substring(0, left.indexOf("\r\n")), 16);
                left = left.substring(left.indexOf("\r\n") + 2);
                if (length == 0) {
                    break;
                }
                body.append(left, 0, Math.min(length, left.length()));
                left = left.substring(Math.min(length + 2, left.length()));
            }
            return body.toString();
        }
    }

    private final SSLSocket socket;

    RawConnection(SandboxServer server) throws IOException {
        URI url = URI.create(server.ewsUrl());
        socket = (SSLSocket) server.clientContext().getSocketFactory().createSocket("127.0.0.1", url.getPort());
        socket.setSoTimeout(60_000);
    }

    /** Asks once, as the service account for a mailbox, and reads until the connection ends. */
    static Answer ask(SandboxServer server, String mailbox, String operation, String... headers) throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            String[] more = java.util.Arrays.copyOf(headers, headers.length + 1);
            more[headers.length] = "Connection: close";
            connection.send(mailbox, operation, more);
            return connection.read();
        }
    }

    void send(String mailbox, String operation, String... headers) throws IOException {
        String envelope = "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope"
                + " xmlns:soap=\"" + Xml.SOAP + "\" xmlns:t=\"" + Xml.TYPES + "\" xmlns:m=\"" + Xml.MESSAGES
                + "\"><soap:Header><t:RequestServerVersion Version=\"Exchange2010_SP2\"/><t:ExchangeImpersonation>"
                + "<t:ConnectingSID><t:PrimarySmtpAddress>" + mailbox + "</t:PrimarySmtpAddress></t:ConnectingSID>"
                + "</t:ExchangeImpersonation></soap:Header><soap:Body>" + operation + "</soap:Body></soap:Envelope>";
        byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
        String credentials = Base64.getEncoder()
                .encodeToString(
                        (SandboxExtension.SERVICE + ":" + SandboxExtension.PASSWORD).getBytes(StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder("POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: text/xml; charset=utf-8\r\nAuthorization: Basic " + credentials + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
    }

    /** Reads until the connection ends, in order or not. */
    Answer read() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                all.write(b);
            }
            return new Answer(all.toByteArray());
        } catch (IOException broken) {
            return new Answer(all.toByteArray());
        }
    }

    /** Reads so many bytes. */
    String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Reads headers. */
    String readHeaders() throws IOException {
        StringBuilder headers = new StringBuilder();
        while (!headers.toString().endsWith("\r\n\r\n")) {
            headers.append(read(1));
        }
        return headers.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
