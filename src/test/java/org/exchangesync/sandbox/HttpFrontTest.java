package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HttpFrontTest {
    private static final String GET_INBOX = """
            <m:GetFolder>
              <m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>
              <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
            </m:GetFolder>""";

    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    @TempDir
    Path folder;

    private static SoapCaller anna() {
        return SoapCaller.as(SANDBOX.server(), ANNA);
    }

    private static HttpResponse<byte[]> get(String url) {
        return anna().exchange(HttpRequest.newBuilder(URI.create(url)).GET().build());
    }

    private static HttpResponse<byte[]> getAsAnna(String url) {
        return anna().exchange(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", anna().basic())
                .GET()
                .build());
    }

    @Test
    void whoDoesNotLogOnIsAskedToWhateverTheAddress() {
        for (String url : List.of(
                SANDBOX.server().ewsUrl(),
                SANDBOX.server().autodiscoverUrl(),
                SANDBOX.server().ewsUrl().replace("Exchange.asmx", "Services.wsdl"))) {
            HttpResponse<byte[]> answer = get(url);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=");
        }
        HttpResponse<byte[]> post = anna().exchange(
                        HttpRequest.newBuilder(URI.create(SANDBOX.server().ewsUrl()))
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(200_000)))
                                .build());
        assertThat(post.statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordIsNoLogOn() {
        SoapCaller wrong = anna().password("wrong");
        assertThatThrownBy(() -> wrong.call(GET_INBOX)).isInstanceOf(AssertionError.class);
        assertThat(wrong.last().statusCode()).isEqualTo(401);
    }

    @Test
    void aUserMayBeGivenAsAddressOrWithItsDomain() {
        for (String user : List.of("anna@example.org", "ANNA@EXAMPLE.ORG", "EXAMPLE\\anna", "anna")) {
            assertThat(SoapCaller.code(SoapCaller.as(SANDBOX.server(), user).call(GET_INBOX)))
                    .isEqualTo("NoError");
        }
    }

    @Test
    void answersCarryTheHeadersThatSupportAsksFor() {
        SoapCaller anna =
                anna().header("client-request-id", "4711").header("X-AnchorMailbox", "nobody@elsewhere.example");
        assertThat(SoapCaller.code(anna.call(GET_INBOX))).isEqualTo("NoError");
        assertThat(anna.last().headers().firstValue("client-request-id")).contains("4711");
        assertThat(anna.last().headers().firstValue("request-id")).isPresent();
        assertThat(anna.last().headers().firstValue("X-FEServer")).isPresent();
        assertThat(anna.last().headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
    }

    @Test
    void answersAreZippedForWhoAsksForIt() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SANDBOX.server().ewsUrl()))
                .header("Authorization", anna().basic())
                .header("Accept-Encoding", "gzip, deflate")
                .POST(HttpRequest.BodyPublishers.ofString("<broken/>"))
                .build();
        HttpResponse<byte[]> answer = anna().exchange(request);
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("ErrorSchemaValidation");
    }

    @Test
    void theAddressIsReadWithoutRegardToCaseAndTheWsdlLiesBesideIt() {
        String ews = SANDBOX.server().ewsUrl();
        assertThat(getAsAnna(ews.replace("/EWS/Exchange.asmx", "/ews/services.wsdl"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(new String(
                        getAsAnna(ews.replace("Exchange.asmx", "types.xsd")).body(), StandardCharsets.UTF_8))
                .contains("schema");
        assertThat(getAsAnna(ews).headers().firstValue("Location")).contains("/EWS/Services.wsdl");
        assertThat(getAsAnna(ews + "x").statusCode()).isEqualTo(404);
    }

    @Test
    void autodiscoverTellsTheAddressOfEws() {
        Xml answer = anna().post(SANDBOX.server().autodiscoverUrl(), autodiscover("a.berg@example.org"));
        Xml response = answer.child("Response").orElseThrow();
        assertThat(response.at("User", "AutoDiscoverSMTPAddress").orElseThrow().text())
                .isEqualTo(ANNA);
        assertThat(response.child("Account")
                        .orElseThrow()
                        .all("Protocol")
                        .map(p -> p.textOf("EwsUrl").orElseThrow()))
                .containsOnly(SANDBOX.server().ewsUrl());

        Xml unknown = anna().post(SANDBOX.server().autodiscoverUrl(), autodiscover("nobody@example.org"));
        assertThat(unknown.at("Response", "Error", "ErrorCode").orElseThrow().text())
                .isEqualTo("500");
    }

    private static String autodiscover(String address) {
        return "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
                + "<Request><EMailAddress>" + address + "</EMailAddress></Request></Autodiscover>";
    }

    @Test
    void aDocumentTypeIsRefusedAndNothingIsReadThroughIt() {
        Xml answer = anna().send("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>");
        Xml fault = answer.at("Body", "Fault").orElseThrow();
        assertThat(SoapCaller.code(fault)).isEqualTo("ErrorSchemaValidation");
        assertThat(fault.toString()).contains("document type is not allowed");
    }

    @Test
    void elementsWithoutEndAreRefusedBeforeTheyFillTheMemory() {
        Xml answer = anna().send("<a>".repeat(5_000));
        assertThat(SoapCaller.code(answer.at("Body", "Fault").orElseThrow())).isEqualTo("ErrorSchemaValidation");
    }

    @Test
    void theAuthorityIsKeptInTheFolderAndTrustedAcrossStarts() throws Exception {
        HttpClient client;
        String certificate;
        try (SandboxServer first = SandboxServer.builder().folder(folder).start()) {
            client = HttpClient.newBuilder().sslContext(first.clientContext()).build();
            certificate = Files.readString(first.certificateFile());
            assertThat(certificate).startsWith("-----BEGIN CERTIFICATE-----");
        }
        try (SandboxServer second = SandboxServer.builder().folder(folder).start()) {
            assertThat(Files.readString(second.certificateFile())).isEqualTo(certificate);
            for (String host : List.of("localhost", "127.0.0.1")) {
                URI url = URI.create(second.ewsUrl().replace("localhost", host));
                assertThat(client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void whoDoesNotTrustTheAuthorityGetsNoConnection() {
        HttpClient stranger = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(SANDBOX.server().ewsUrl())).build();
        assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aPortThatIsTakenIsNamedInTheError() {
        int port = URI.create(SANDBOX.server().ewsUrl()).getPort();
        assertThatThrownBy(() -> SandboxServer.builder().port(port).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(port));
    }
}
