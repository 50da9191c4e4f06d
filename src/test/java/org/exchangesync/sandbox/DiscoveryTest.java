package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.BEN;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import microsoft.exchange.webservices.data.autodiscover.enumeration.AutodiscoverErrorCode;
import microsoft.exchange.webservices.data.autodiscover.enumeration.UserSettingName;
import microsoft.exchange.webservices.data.autodiscover.response.GetUserSettingsResponse;
import org.exchangesync.sandbox.discovery.DiscoveryRule;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Answer;
import org.exchangesync.sandbox.discovery.Formerly;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Autodiscover of the sandbox, and mailboxes that move between the servers that it plays. */
class DiscoveryTest {
    private static final String CONTROL = "open sesame";
    private static final String GET_INBOX = """
            <m:GetFolder>
              <m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>
              <m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds>
            </m:GetFolder>""";

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(builder -> builder.control(CONTROL));

    private SandboxServer server() {
        return sandbox.server();
    }

    private String soapUrl() {
        return server().autodiscoverUrl().replace(".xml", ".svc");
    }

    private SoapCaller anna() {
        return SoapCaller.as(server(), ANNA);
    }

    private HttpResponse<byte[]> get(String url) {
        return anna().exchange(HttpRequest.newBuilder(URI.create(url)).GET().build());
    }

    private HttpResponse<byte[]> post(String url, String body) {
        return anna().exchange(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", anna().basic())
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<byte[]> control(String method, String what, String body) {
        SoapCaller caller = SoapCaller.as(server(), SandboxServer.CONTROL_USER).password(CONTROL);
        return caller.exchange(HttpRequest.newBuilder(URI.create(server().controlUrl() + what))
                .header("Authorization", caller.basic())
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private Xml pox(String address) throws XmlException {
        HttpResponse<byte[]> answer = post(
                server().autodiscoverUrl(),
                "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006'><Request><EMailAddress>"
                        + address + "</EMailAddress></Request></Autodiscover>");
        return XmlReader.read(new ByteArrayInputStream(answer.body()));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** By a client that somebody else wrote. */
    private GetUserSettingsResponse settings(String address) throws Exception {
        return TrustingDiscovery.of(server(), URI.create(soapUrl()), ANNA)
                .getUserSettings(
                        address,
                        UserSettingName.ExternalEwsUrl,
                        UserSettingName.InternalEwsUrl,
                        UserSettingName.EwsSupportedSchemas);
    }

    @Test
    void anotherClientFindsTheServerOfAMailboxBySoap() throws Exception {
        GetUserSettingsResponse answer = settings(BEN);
        assertThat(answer.getErrorCode()).isEqualTo(AutodiscoverErrorCode.NoError);
        assertThat(answer.getSettings())
                .containsEntry(UserSettingName.ExternalEwsUrl, server().ewsUrl())
                .containsEntry(UserSettingName.InternalEwsUrl, server().ewsUrl());
        assertThat(answer.getSettings().get(UserSettingName.EwsSupportedSchemas))
                .asString()
                .contains("Exchange2013_SP1");
        server().administration().moveTo(BEN, "b", Formerly.MOVING);
        assertThat(settings(BEN).getSettings()).containsEntry(UserSettingName.ExternalEwsUrl, server().ewsUrl("b"));
        assertThat(settings("nobody@example.org").getErrorCode()).isEqualTo(AutodiscoverErrorCode.InvalidUser);
    }

    @Test
    void anotherClientFollowsARedirectBySoap() throws Exception {
        server().administration().moveTo(BEN, "b", Formerly.MOVING);
        String second = soapUrl().replace("/autodiscover/", "/b/autodiscover/");
        server().discovery()
                .add(DiscoveryRule.of(Answer.REDIRECT_URL, second).mailbox(BEN).times(1));
        assertThat(settings(BEN).getSettings()).containsEntry(UserSettingName.ExternalEwsUrl, server().ewsUrl("b"));
        assertThat(server().discovery().list()).isEmpty();
    }

    @Test
    void poxTellsTheServerOfAMailboxForBothNetworks() throws XmlException {
        server().administration().moveTo(BEN, "b", Formerly.REDIRECT);
        assertThat(pox(BEN).at("Response", "Account").orElseThrow().all("Protocol"))
                .hasSize(2)
                .allSatisfy(protocol -> assertThat(protocol.textOf("EwsUrl")).contains(server().ewsUrl("b")));
        assertThat(pox("nobody@example.org")
                        .at("Response", "Error", "ErrorCode")
                        .orElseThrow()
                        .text())
                .isEqualTo("500");
    }

    @Test
    void theJsonQuestionNeedsNoPassword() {
        String url = server().autodiscoverUrl().replace(".xml", ".json");
        HttpResponse<byte[]> answer = get(url + "/v1.0/anna%40example.org?Protocol=EWS");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("{\"Protocol\":\"EWS\",\"Url\":\"" + server().ewsUrl() + "\"}");
        assertThat(get(url + "?Email=anna@example.org&Protocol=ews").statusCode())
                .isEqualTo(200);
        assertThat(get(url + "?Email=nobody@example.org&Protocol=EWS").statusCode())
                .isEqualTo(404);
        assertThat(get(url + "?Email=anna@example.org&Protocol=FTP").statusCode())
                .isEqualTo(400);
        assertThat(get(soapUrl()).statusCode()).isEqualTo(401);
    }

    @Test
    void poxRedirectsOnDemand() throws XmlException {
        server().discovery()
                .add(DiscoveryRule.of(Answer.REDIRECT_URL, "https://b.example/x.xml")
                        .times(1));
        assertThat(pox(ANNA)
                        .at("Response", "Account", "RedirectUrl")
                        .orElseThrow()
                        .text())
                .isEqualTo("https://b.example/x.xml");
        server().discovery().add(DiscoveryRule.of(Answer.ERROR, "501").times(1));
        assertThat(pox(ANNA).at("Response", "Error", "ErrorCode").orElseThrow().text())
                .isEqualTo("501");
        server().discovery()
                .add(DiscoveryRule.of(Answer.EWS_URL, "https://c.example/EWS").times(1));
        assertThat(pox(ANNA).toString()).contains("https://c.example/EWS");
        assertThat(pox(ANNA).toString()).contains(server().ewsUrl());
    }

    @ParameterizedTest
    @EnumSource(Formerly.class)
    void whoeverAsksTheServerThatAMailboxHasLeftIsToldSo(Formerly formerly) {
        server().administration().moveTo(ANNA, "b", formerly);
        SoapCaller old = anna();
        switch (formerly) {
            case REDIRECT, NOT_FOUND -> {
                assertThatThrownBy(() -> old.call(GET_INBOX)).isInstanceOf(AssertionError.class);
                assertThat(old.last().statusCode()).isEqualTo(formerly == Formerly.REDIRECT ? 302 : 404);
            }
            case SILENT -> assertThatThrownBy(() -> old.call(GET_INBOX)).isInstanceOf(RuntimeException.class);
            case MOVING -> assertThat(old.call(GET_INBOX).toString()).contains("ErrorMailboxMoveInProgress");
            case DISCONNECTED -> assertThat(old.call(GET_INBOX).toString()).contains("ErrorConnectionFailed");
            case UNKNOWN -> assertThat(old.call(GET_INBOX).toString()).contains("ErrorNonExistentMailbox");
        }
        assertThat(server().ledger().entries()).isEmpty();
        assertThat(SoapCaller.as(server(), BEN).call(GET_INBOX)).isNotNull();
    }

    @Test
    void theControlApiMovesAMailboxAndTellsWhereItIs() {
        HttpResponse<byte[]> moved =
                control("POST", "mailboxes/" + ANNA + "/server", "{\"server\": \"b\", \"formerly\": \"not-found\"}");
        assertThat(text(moved)).contains("\"server\":\"b\"", server().ewsUrl("b"));
        assertThat(text(control("GET", "mailboxes/" + ANNA + "/server", ""))).contains("\"server\":\"b\"");
        for (String wrong : List.of(
                "{}",
                "{\"server\": \"B!\"}",
                "{\"server\": \"sandbox\"}",
                "{\"server\": \"b\", \"formerly\": \"sulking\"}",
                "{\"server\": \"b\", \"more\": 1}")) {
            assertThat(control("POST", "mailboxes/" + ANNA + "/server", wrong).statusCode())
                    .isEqualTo(400);
        }
        assertThat(control("DELETE", "mailboxes/" + ANNA + "/server", "").statusCode())
                .isEqualTo(405);
    }

    @Test
    void theControlApiTellsWhatAutodiscoverAnswers() throws XmlException {
        assertThat(control(
                                "POST",
                                "autodiscover",
                                "{\"answer\": \"redirect-address\", \"target\": \"ben@example.org\", \"mailbox\": \"anna@example.org\","
                                        + " \"protocol\": \"pox\", \"count\": 2}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(pox(BEN).at("Response", "Account", "RedirectAddr")).isEmpty();
        assertThat(pox(ANNA)
                        .at("Response", "Account", "RedirectAddr")
                        .orElseThrow()
                        .text())
                .isEqualTo(BEN);
        assertThat(text(control("GET", "autodiscover", "")).strip())
                .isEqualTo("[{\"answer\":\"redirect-address\",\"target\":\"ben@example.org\","
                        + "\"mailbox\":\"anna@example.org\",\"protocol\":\"pox\",\"count\":1}]");
        assertThat(control("DELETE", "autodiscover", "").statusCode()).isEqualTo(204);
        assertThat(pox(ANNA).at("Response", "Account", "RedirectAddr")).isEmpty();
        for (String wrong : List.of(
                "{\"answer\": \"shrug\", \"target\": \"x\"}",
                "{\"answer\": \"error\"}",
                "{\"answer\": \"http-status\", \"target\": \"teapot\"}",
                "{\"answer\": \"redirect-url\", \"target\": \"x\", \"protocol\": \"json\"}",
                "{\"answer\": \"error\", \"target\": \"x\", \"count\": 0}")) {
            assertThat(control("POST", "autodiscover", wrong).statusCode()).isEqualTo(400);
        }
    }
}
