package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import microsoft.exchange.webservices.data.core.ExchangeService;
import microsoft.exchange.webservices.data.core.enumeration.property.WellKnownFolderName;
import microsoft.exchange.webservices.data.core.service.folder.Folder;
import microsoft.exchange.webservices.data.credential.WebCredentials;
import org.exchangesync.sandbox.http.SignInAttempt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ways to log on, tried by clients that nobody here wrote. */
class LogonTest {
    private SandboxServer server;

    private SandboxServer start(Logon... ways) {
        server = SandboxServer.builder()
                .mailbox(ANNA, "Anna Berg", PASSWORD)
                .application("app", "app-secret")
                .logon(ways)
                .start();
        return server;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anotherClientLogsOnByNtlm() throws Exception {
        start(Logon.NTLM);
        ExchangeService service = TrustingService.of(server, new WebCredentials("anna", PASSWORD, "EXAMPLE"));
        for (int i = 0; i < 3; i++) {
            Folder made = new Folder(service);
            made.setDisplayName("Folder " + i);
            made.save(WellKnownFolderName.Inbox);
        }
        assertThat(server.ledger().entries())
                .hasSize(3)
                .allMatch(entry -> entry.caller().equals(ANNA));
        assertThat(server.signIns()).isNotEmpty().allSatisfy(attempt -> {
            assertThat(attempt.accepted()).isTrue();
            assertThat(attempt.user()).isEqualTo("EXAMPLE\\anna");
        });
    }

    @Test
    void anotherClientWithAWrongPasswordIsRefused() throws Exception {
        start(Logon.NTLM);
        ExchangeService service = TrustingService.of(server, new WebCredentials("anna", "wrong", "EXAMPLE"));
        assertThatThrownBy(() -> Folder.bind(service, WellKnownFolderName.Inbox))
                .hasMessageContaining("401");
        assertThat(server.signIns())
                .isNotEmpty()
                .extracting(SignInAttempt::refusal)
                .containsOnly("wrong password");
    }

    @Test
    void allWaysAreOfferedTogether() throws Exception {
        start(Logon.BASIC, Logon.NTLM, Logon.OAUTH);
        HttpResponse<Void> refused = get(server.ewsUrl());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate"))
                .extracting(offer -> offer.split(" ")[0])
                .containsExactly("Bearer", "NTLM", "Basic");
    }

    @Test
    void whoIsNotLoggedOnIsSentToAForm() throws Exception {
        start(Logon.FORM);
        HttpResponse<Void> refused = get(server.ewsUrl());
        assertThat(refused.statusCode()).isEqualTo(302);
        String form = refused.headers().firstValue("Location").orElseThrow();
        assertThat(form).contains("/owa/auth/logon.aspx?");
        HttpResponse<Void> page = get(form);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().map()).containsEntry("content-type", List.of("text/html; charset=utf-8"));
    }

    private HttpResponse<Void> get(String url) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(server.clientContext())
                .build()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding());
    }
}
