package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.exchangesync.ews.client.messages.CreateItem;
import org.exchangesync.ews.client.messages.GetFolder;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.DistinguishedFolderIdType;
import org.exchangesync.ews.client.types.FolderResponseShapeType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAllItemsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseFolderIdsType;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EwsClientTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    private static final String MIME = Base64.getEncoder().encodeToString("Subject: x\r\n\r\n".getBytes(UTF_8));
    private static final String ONE_MAIL = Soap.answer(EwsOperation.GET_ITEM, Soap.mail("a", MIME));

    @TempDir
    Path directory;

    @Test
    void aCallCarriesVersionImpersonationAnchorAndIds() throws IOException {
        try (StubServer server = StubServer.http().soap(200, ONE_MAIL);
                EwsClient client = client(server)) {
            client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();

            StubServer.Asked asked = server.asked().get(0);
            assertThat(asked.header("Authorization"))
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("svc@example.org:sécret".getBytes(UTF_8)));
            assertThat(asked.header("X-anchormailbox")).isEqualTo("anna@example.org");
            assertThat(asked.header("User-agent")).isEqualTo("ExchangeSync");
            assertThat(asked.header("Return-client-request-id")).isEqualTo("true");
            assertThat(asked.header("Client-request-id"))
                    .isNotEqualTo(server.asked().get(1).header("Client-request-id"))
                    .hasSize(36);
            assertThat(asked.header("Content-type")).startsWith("text/xml");
            assertThat(asked.header("Soapaction")).isEqualTo("\"" + Namespaces.MESSAGES + "/GetItem\"");
            assertThat(asked.header("Accept-encoding")).isNull();
            assertThat(asked.body())
                    .contains("RequestServerVersion", "Version=\"Exchange2013_SP1\"")
                    .contains("PrimarySmtpAddress>anna@example.org</")
                    .contains("<m:GetItem ")
                    .contains("IncludeMimeContent>true<");
            assertThat(client.serverVersion().orElseThrow().build()).isEqualTo("15.1.2507.6");
        }
    }

    @Test
    void whoIsImpersonatedIsNamedAsTheSettingsSay() throws IOException {
        MailboxRef mailbox = new MailboxRef("anna@example.org", "S-1-5-21-1");
        for (Impersonation way : Impersonation.values()) {
            try (StubServer server = StubServer.http().soap(200, ONE_MAIL);
                    EwsClient client = new EwsClient(
                            settings(server.url()).impersonation(way).build())) {
                client.call(mailbox, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
                String body = server.asked().get(0).body();
                switch (way) {
                    case NONE -> assertThat(body).doesNotContain("ExchangeImpersonation");
                    case SID -> assertThat(body).contains("SID>S-1-5-21-1<");
                    case PRINCIPAL_NAME -> assertThat(body).contains("PrincipalName>S-1-5-21-1<");
                    case PRIMARY_SMTP_ADDRESS -> assertThat(body).contains("PrimarySmtpAddress>S-1-5-21-1<");
                }
            }
        }
    }

    @Test
    void theVersionIsLoweredUntilTheServerTakesItAndRememberedPerMailbox() throws IOException {
        String refused = Soap.fault("ErrorInvalidServerVersion", "no such version", "");
        try (StubServer server =
                        StubServer.http().soap(500, refused).soap(500, refused).soap(200, ONE_MAIL);
                EwsClient client = client(server)) {
            client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            client.call(MailboxRef.of("ben@example.org"), EwsOperation.GET_ITEM, Soap.getItem("a"))
                    .close();

            assertThat(server.asked())
                    .extracting(asked -> asked.body().replaceAll("(?s).*Version=\"(Exchange\\w+)\".*", "$1"))
                    .containsExactly(
                            "Exchange2013_SP1",
                            "Exchange2013",
                            "Exchange2010_SP2",
                            "Exchange2010_SP2",
                            "Exchange2013_SP1");
            assertThat(client.requestVersion(ANNA)).isEqualTo("Exchange2010_SP2");
        }
    }

    @Test
    void aServerThatTakesNoVersionEndsInItsFault() throws IOException {
        try (StubServer server = StubServer.http().soap(500, Soap.fault("ErrorInvalidServerVersion", "none", ""));
                EwsClient client = client(server)) {
            assertThat(faultOf(client).code()).isEqualTo("ErrorInvalidServerVersion");
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void soapFaultsAreTypedWhateverTheHttpStatus() throws IOException {
        String busy = Soap.fault(
                "ErrorServerBusy",
                "later",
                "<t:MessageXml><t:Value Name=\"BackOffMilliseconds\">7000</t:Value></t:MessageXml>");
        for (int status : new int[] {200, 500, 503, 400}) {
            try (StubServer server = StubServer.http().soap(status, busy);
                    EwsClient client = client(server)) {
                EwsFault fault = faultOf(client);
                assertThat(fault.code()).isEqualTo("ErrorServerBusy");
                assertThat(fault.backOff()).contains(Duration.ofSeconds(7));
            }
        }
    }

    @Test
    void httpErrorsAreTypedAndSayWhatToDo() throws IOException {
        assertHttp(401, Map.of("WWW-Authenticate", "Negotiate"), "", "Http401", "it offers Negotiate");
        assertHttp(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), "<a/>", "Http401", "it offers Basic");
        assertHttp(403, Map.of(), "no", "Http403", "switched off");
        assertHttp(404, Map.of(), "<html>no</html>", "Http404", "/EWS/Exchange.asmx");
        assertHttp(405, Map.of(), "", "Http405", "/EWS/Exchange.asmx");
        assertHttp(407, Map.of(), "", "Http407", "proxy");
        assertHttp(413, Map.of(), "", "Http413", "larger");
        assertHttp(500, Map.of(), "", "Http500", "500");
        assertHttp(500, Map.of(), "<broken", "Http500", "500");
        assertHttp(302, Map.of("Location", "https://evil.example/owa/auth"), "", "Http302", "https://evil.example/owa");
        assertHttp(
                200, Map.of("Content-Type", "text/html"), "<html>log in</html>", "HttpLoginPage", "form based login");
        assertHttp(200, Map.of("Content-Type", "text/xml"), "<!DOCTYPE html><html/>", "HttpLoginPage", "web page");
        assertHttp(200, Map.of(), "", "BadAnswer", "garbled");
        assertHttp(202, Map.of(), "", "BadAnswer", "garbled");
    }

    @Test
    void retryAfterIsTheBackOff() throws IOException {
        for (int status : new int[] {429, 502, 503, 504}) {
            assertThat(assertHttp(status, Map.of("Retry-After", "17"), "", "Http" + status, "overloaded")
                            .backOff())
                    .contains(Duration.ofSeconds(17));
        }
        assertThat(assertHttp(503, Map.of("Retry-After", "Sun, 1 Mar 2026 10:01:00 GMT"), "", "Http503", "")
                        .backOff())
                .contains(Duration.ofMinutes(1));
        assertThat(assertHttp(503, Map.of("Retry-After", "soon"), "", "Http503", "")
                        .backOff())
                .isEmpty();
    }

    @Test
    void theServersRequestIdIsTold() throws IOException {
        EwsFault fault = assertHttp(503, Map.of("request-id", "from-server"), "", "Http503", "");
        assertThat(fault.requestId()).contains("from-server");
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (StubServer other = StubServer.http().soap(200, ONE_MAIL);
                StubServer server = StubServer.http()
                        .reply(307, Map.of("Location", other.url().toString()), new byte[0]);
                EwsClient client = client(server)) {
            assertThat(faultOf(client).code()).isEqualTo("Http307");
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void plainHttpIsRefusedUnlessAllowed() {
        ConnectionSettings plain = ConnectionSettings.builder(
                        "sales",
                        URI.create("http://mail.example.org/EWS/Exchange.asmx"),
                        new Credentials("u", Secret.of("p")))
                .build();
        assertThatThrownBy(() -> new EwsClient(plain))
                .isInstanceOf(EwsFault.class)
                .hasMessageContaining("sales")
                .hasMessageContaining("https://");
        for (String wrong : List.of("ftp://mail.example.org/", "https:///x", "mail.example.org")) {
            assertThatThrownBy(() -> new EwsClient(settings(URI.create(wrong)).build()))
                    .isInstanceOf(EwsFault.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void connectionsAreKept() throws Exception {
        TestAuthority authority = new TestAuthority();
        try (StubServer server = StubServer.https(authority.server("localhost", tomorrow()))
                        .soap(200, ONE_MAIL);
                EwsClient client = new EwsClient(settings(server.url())
                        .trustStore(authority.pem(directory), null)
                        .build())) {
            for (int i = 0; i < 20; i++) {
                client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            }
            assertThat(server.asked()).hasSize(20);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void gzipIsAskedForAndRead() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(Soap.envelope(ONE_MAIL).getBytes(UTF_8));
        }
        Map<String, String> headers = Map.of("Content-Type", "text/xml", "Content-Encoding", "gzip");
        byte[] whole = zipped.toByteArray();
        try (StubServer server = StubServer.http()
                        .reply(200, headers, whole)
                        .reply(200, headers, java.util.Arrays.copyOf(whole, whole.length / 2))
                        .reply(200, headers, "no gzip".getBytes(UTF_8));
                EwsClient client =
                        new EwsClient(settings(server.url()).gzip(true).build())) {
            client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            assertThat(server.asked().get(0).header("Accept-encoding")).isEqualTo("gzip");
            assertThat(faultOf(client).code()).isIn(TransportException.NETWORK, TransportException.BAD_ANSWER);
            assertThat(faultOf(client).code()).isEqualTo(TransportException.BAD_ANSWER);
        }
    }

    @Test
    void gzipHeadersHaveOptionalFieldsAndPackedBytesAreChecked() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(Soap.envelope(ONE_MAIL).getBytes(UTF_8));
        }
        byte[] plain = zipped.toByteArray();
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.write(new byte[] {plain[0], plain[1], plain[2], 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 0, 3, 0});
        named.write("xyzname\0comment\0cc".getBytes(UTF_8));
        named.write(plain, 10, plain.length - 10);
        byte[] whole = new Gunzip(new java.io.ByteArrayInputStream(named.toByteArray())).readAllBytes();
        assertThat(new String(whole, UTF_8)).isEqualTo(Soap.envelope(ONE_MAIL));

        plain[plain.length - 6] ^= 1;
        assertThatThrownBy(() -> new Gunzip(new java.io.ByteArrayInputStream(plain)).readAllBytes())
                .hasMessageContaining("checksum");
        byte[] cut = java.util.Arrays.copyOf(plain, plain.length - 3);
        assertThatThrownBy(() -> new Gunzip(new java.io.ByteArrayInputStream(cut)).readAllBytes())
                .hasMessageContaining("cut");
    }

    @Test
    void aGzipBombEndsAtTheLimit() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(("<s:Envelope xmlns:s='" + Namespaces.SOAP_11 + "'>").getBytes(UTF_8));
            byte[] spaces = " ".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 200; i++) {
                gzip.write(spaces);
            }
        }
        try (StubServer server = StubServer.http()
                        .reply(
                                200,
                                Map.of("Content-Type", "text/xml", "Content-Encoding", "gzip"),
                                zipped.toByteArray());
                EwsClient client = client(server)) {
            assertThat(faultOf(client).code()).isEqualTo(TransportException.LIMIT);
        }
    }

    @Test
    void tlsIsVerifiedAgainstTheTrustStoreAndTheName() throws Exception {
        TestAuthority authority = new TestAuthority();
        Path pem = authority.pem(directory);
        try (StubServer server =
                StubServer.https(authority.server("localhost", tomorrow())).soap(200, ONE_MAIL)) {
            try (EwsClient trusting =
                    new EwsClient(settings(server.url()).trustStore(pem, null).build())) {
                trusting.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            }
            try (EwsClient trusting = new EwsClient(settings(server.url())
                    .trustStore(authority.pkcs12(directory), Secret.of("changeit"))
                    .build())) {
                trusting.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")).close();
            }
            assertTls(settings(server.url()).build(), "trust store");
            assertTls(settings(server.url("127.0.0.1")).trustStore(pem, null).build(), "another name");
            assertThat(server.asked())
                    .as("no password went to a server that isn't trusted")
                    .hasSize(2);
        }
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        try (StubServer server =
                StubServer.https(authority.server("localhost", yesterday)).soap(200, ONE_MAIL)) {
            assertTls(settings(server.url()).trustStore(pem, null).build(), "expired");
        }
        try (RawServer plain = new RawServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            URI url = URI.create(plain.url().toString().replace("http:", "https:"));
            assertTls(settings(url).build(), "TLS server");
        }
    }

    @Test
    void anUnusableTrustStoreIsToldAtOnce() {
        assertThatThrownBy(() -> new EwsClient(settings(URI.create("https://localhost/"))
                        .trustStore(directory.resolve("missing.pem"), null)
                        .build()))
                .isInstanceOf(EwsFault.class)
                .hasMessageContaining("missing.pem");
    }

    @Test
    void networkFaultsAreTyped() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        assertNetwork(URI.create("http://localhost:" + closed + "/"), "nothing answers");
        assertNetwork(URI.create("http://no-such-host.invalid/"), "can't be found");
        try (ServerSocket silent = new ServerSocket(0)) {
            assertNetwork(URI.create("http://localhost:" + silent.getLocalPort() + "/"), "didn't answer in time");
        }
    }

    @Test
    void anAnswerThatTheConnectionCutsIsANetworkFault() throws IOException {
        byte[] answer = Soap.envelope(ONE_MAIL).getBytes(UTF_8);
        for (int length : new int[] {0, 1, 50, 300, answer.length / 2, answer.length - 120}) {
            byte[] part = java.util.Arrays.copyOf(answer, length);
            try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: "
                            + answer.length + "\r\n\r\n"
                            + new String(part, java.nio.charset.StandardCharsets.ISO_8859_1));
                    EwsClient client = new EwsClient(settings(server.url()).build())) {
                assertThat(faultOf(client).code()).as("%d bytes", length).isEqualTo(TransportException.NETWORK);
            }
        }
    }

    @Test
    void noiseInsteadOfHttpIsTyped() throws IOException {
        for (String noise :
                List.of("", "\0\1\2\3", "220 mail.example.org ESMTP\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/9 999\r\n")) {
            try (RawServer server = new RawServer(noise);
                    EwsClient client = new EwsClient(settings(server.url()).build())) {
                assertThat(faultOf(client).code())
                        .as(noise)
                        .matches(code -> code.equals(TransportException.NETWORK)
                                || code.equals(TransportException.BAD_ANSWER)
                                || code.startsWith("Http"));
            }
        }
    }

    @Test
    void aWritingCallIsNeverSentTwice() throws IOException {
        try (RawServer server = new RawServer("");
                EwsClient client = new EwsClient(settings(server.url()).build())) {
            EwsFault fault = catchThrowableOfType(
                    EwsFault.class, () -> client.call(ANNA, EwsOperation.CREATE_ITEM, createItem("x")));
            assertThat(fault.code()).isEqualTo(TransportException.NETWORK);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void controlCharactersThatXmlCannotCarryAreReplacedInRequests() throws IOException {
        String answer = Soap.answer(EwsOperation.CREATE_ITEM, Soap.success(EwsOperation.CREATE_ITEM, "<m:Items/>"));
        try (StubServer server = StubServer.http().soap(200, answer);
                EwsClient client = client(server)) {
            client.call(ANNA, EwsOperation.CREATE_ITEM, createItem("a\u0001b\tc\u0000"))
                    .close();
            assertThat(server.asked().get(0).body()).contains("Subject>a?b\tc?</");
        }
    }

    @Test
    void aRequestThatCannotBeWrittenIsTyped() throws IOException {
        try (StubServer server = StubServer.http().soap(200, ONE_MAIL);
                EwsClient client = client(server)) {
            EwsFault fault = catchThrowableOfType(
                    EwsFault.class, () -> client.call(ANNA, EwsOperation.CREATE_ITEM, createItem("a\uD83D")));
            assertThat(fault.code()).isEqualTo(TransportException.CONFIGURATION);
            assertThat(fault).hasMessageContaining("can't be written");
        }
    }

    @Test
    void manyThreadsShareOneClient() throws Exception {
        try (StubServer server = StubServer.http().soap(200, ONE_MAIL);
                EwsClient client = client(server)) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            AtomicInteger good = new AtomicInteger();
            List<Future<?>> runs = new java.util.ArrayList<>();
            for (int i = 0; i < 200; i++) {
                MailboxRef mailbox = MailboxRef.of("user" + i % 3 + "@example.org");
                runs.add(threads.submit(() -> {
                    try (EwsAnswers<GetItemResponseMessageType> answers =
                            client.call(mailbox, EwsOperation.GET_ITEM, Soap.getItem("a"))) {
                        good.addAndGet(answers.only().getItems().getItem().size());
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
            threads.shutdown();
            assertThat(good).hasValue(200);
            assertThat(server.asked())
                    .allSatisfy(
                            asked -> assertThat(asked.body()).contains(">" + asked.header("X-anchormailbox") + "<"));
        }
    }

    @Test
    void requestsInFlightForOneMailboxAreLimited() throws IOException {
        CallContext call = new CallContext("c", "anna@example.org", EwsOperation.GET_ITEM, "id");
        MailboxPermits permits = new MailboxPermits(1, Duration.ofMillis(20));
        var permit = permits.acquire(call);
        assertThatThrownBy(() -> permits.acquire(call))
                .isInstanceOf(EwsFault.class)
                .hasMessageContaining("busy");
        permit.release();
        permits.acquire(call).release();
    }

    private EwsFault assertHttp(int status, Map<String, String> headers, String body, String code, String says)
            throws IOException {
        try (StubServer server = StubServer.http().reply(status, headers, body.getBytes(UTF_8));
                EwsClient client = client(server)) {
            EwsFault fault = faultOf(client);
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault).hasMessageContaining(says).hasMessageContaining("anna@example.org");
            assertThat(fault).hasMessageNotContaining("sécret");
            assertThat(server.asked()).hasSize(1);
            return fault;
        }
    }

    private void assertTls(ConnectionSettings settings, String says) {
        try (EwsClient client = new EwsClient(settings)) {
            EwsFault fault = faultOf(client);
            assertThat(fault.code()).as(fault.getMessage()).isEqualTo(TransportException.TLS);
            assertThat(fault).hasMessageContaining(says);
        }
    }

    private void assertNetwork(URI url, String says) {
        try (EwsClient client = new EwsClient(settings(url).build())) {
            EwsFault fault = faultOf(client);
            assertThat(fault.code()).isEqualTo(TransportException.NETWORK);
            assertThat(fault).hasMessageContaining(says);
        }
    }

    private static EwsFault faultOf(EwsClient client) {
        EwsFault fault =
                catchThrowableOfType(EwsFault.class, () -> client.call(ANNA, EwsOperation.GET_ITEM, Soap.getItem("a")));
        assertThat(fault).isNotNull();
        return fault;
    }

    private static EwsClient client(StubServer server) {
        ConnectionSettings settings = settings(server.url()).build();
        return new EwsClient(settings, EwsLimits.DEFAULT, EwsAuthentication.of(settings, Soap.CLOCK), Soap.CLOCK);
    }

    private static ConnectionSettings.Builder settings(URI url) {
        return ConnectionSettings.builder("sales", url, new Credentials("svc@example.org", Secret.of("sécret")))
                .allowPlainHttp(true)
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(2));
    }

    private static Instant tomorrow() {
        return Instant.now().plus(Duration.ofDays(1));
    }

    private static CreateItem createItem(String subject) {
        MessageType message = new MessageType();
        message.setSubject(subject);
        CreateItem request = new CreateItem();
        request.setMessageDisposition("SaveOnly");
        request.setItems(new NonEmptyArrayOfAllItemsType());
        request.getItems().getItem().add(message);
        return request;
    }

    static GetFolder getInbox() {
        GetFolder request = new GetFolder();
        request.setFolderShape(new FolderResponseShapeType());
        request.getFolderShape().setBaseShape("IdOnly");
        request.setFolderIds(new NonEmptyArrayOfBaseFolderIdsType());
        DistinguishedFolderIdType inbox = new DistinguishedFolderIdType();
        inbox.setId("inbox");
        request.getFolderIds().getId().add(inbox);
        return request;
    }

    /** Reads a request's head, answers with fixed bytes and closes, whatever HTTP thinks of it. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0);
        private final AtomicInteger requests = new AtomicInteger();

        RawServer(String answer) throws IOException {
            Thread thread = new Thread(() -> serve(answer.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(byte[] answer) {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    byte[] head = new byte[65536];
                    int n = client.getInputStream().read(head);
                    if (n > 0) {
                        requests.incrementAndGet();
                    }
                    client.setSoTimeout(200);
                    drain(client, head);
                    client.getOutputStream().write(answer);
                    client.getOutputStream().flush();
                } catch (IOException closed) {
                    // the client or the test has gone; the loop's condition tells which
                }
            }
        }

        private static void drain(Socket client, byte[] buffer) throws IOException {
            try {
                while (client.getInputStream().read(buffer) > 0) {
                    // the request's body doesn't matter
                }
            } catch (java.net.SocketTimeoutException whole) {
                // nothing more comes: the request is complete
            }
        }

        URI url() {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/EWS/Exchange.asmx");
        }

        int requests() {
            return requests.get();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
