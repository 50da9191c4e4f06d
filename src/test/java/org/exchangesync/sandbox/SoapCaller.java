package org.exchangesync.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;

/** Sends SOAP bodies as they are written in a test and gives the answer as a tree. */
final class SoapCaller {
    private final SandboxServer server;
    private final String user;
    private final String password;
    private final String impersonation;
    private final HttpClient client;
    private final Map<String, String> headers = new HashMap<>();
    private String version = "Exchange2010_SP2";
    private HttpResponse<byte[]> last;

    private SoapCaller(SandboxServer server, String user, String password, String impersonation) {
        this.server = server;
        this.user = user;
        this.password = password;
        this.impersonation = impersonation;
        this.client = HttpClient.newBuilder().sslContext(server.clientContext()).build();
    }

    static SoapCaller as(SandboxServer server, String user) {
        return new SoapCaller(server, user, SandboxExtension.PASSWORD, null);
    }

    static SoapCaller impersonating(SandboxServer server, String mailbox) {
        return new SoapCaller(
                server,
                SandboxExtension.SERVICE,
                SandboxExtension.PASSWORD,
                "<t:PrimarySmtpAddress>" + mailbox + "</t:PrimarySmtpAddress>");
    }

    SoapCaller withImpersonation(String connectingSid) {
        return new SoapCaller(server, user, password, connectingSid);
    }

    SoapCaller password(String other) {
        return new SoapCaller(server, user, other, impersonation);
    }

    SoapCaller version(String other) {
        version = other;
        return this;
    }

    SoapCaller header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sends an operation; {@code t:} and {@code m:} are declared. Gives what the SOAP body holds. */
    Xml call(String operation) {
        String envelope = "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope"
                + " xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:t=\"" + Xml.TYPES + "\" xmlns:m=\""
                + Xml.MESSAGES + "\"><soap:Header><t:RequestServerVersion Version=\"" + version + "\"/>"
                + Optional.ofNullable(impersonation)
                        .map(i -> "<t:ExchangeImpersonation><t:ConnectingSID>" + i
                                + "</t:ConnectingSID></t:ExchangeImpersonation>")
                        .orElse("")
                + "</soap:Header><soap:Body>" + operation + "</soap:Body></soap:Envelope>";
        Xml body = send(envelope).at("Body").flatMap(Xml::first).orElseThrow();
        if (!body.name().equals("Fault")) {
            AnswerSchema.check(last.body());
        }
        return body;
    }

    /** Sends a whole envelope and gives the whole answer. */
    Xml send(String envelope) {
        return post(server.ewsUrl(), envelope);
    }

    Xml post(String url, String content) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("Authorization", basic())
                .POST(HttpRequest.BodyPublishers.ofString(content));
        headers.forEach(request::header);
        last = exchange(request.build());
        try {
            return XmlReader.read(new ByteArrayInputStream(last.body()));
        } catch (XmlException e) {
            throw new AssertionError(
                    "HTTP " + last.statusCode() + ", not XML: " + new String(last.body(), StandardCharsets.UTF_8), e);
        }
    }

    HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** The HTTP answer to the last call. */
    HttpResponse<byte[]> last() {
        return last;
    }

    /** The only response message of an answer. */
    static Xml message(Xml response) {
        return response.child("ResponseMessages").orElseThrow().children().get(0);
    }

    /** The response code of the first response message, or of a fault. */
    static String code(Xml response) {
        if (response.name().equals("Fault")) {
            return response.at("detail", "ResponseCode").map(Xml::text).orElseThrow();
        }
        return message(response).textOf("ResponseCode").orElseThrow();
    }

    /** The first item of an answer. */
    static Xml item(Xml response) {
        return message(response).at("Items").flatMap(Xml::first).orElseThrow(() -> new AssertionError(response));
    }
}
