package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.exchangesync.sandbox.SandboxExtension.PASSWORD;

import java.net.URI;
import java.util.List;
import org.exchangesync.sandbox.Logon;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalTest {
    @RegisterExtension
    final SandboxExtension form = SandboxExtension.with(builder -> builder.logon(Logon.FORM));

    @Test
    void aFormByWhichPeopleLogOnIsCalledThatWhicheverWayOneSignsIn() {
        Credentials account = new Credentials(ANNA, Secret.of(PASSWORD));
        for (Authentication way : List.of(new Authentication.Basic(account), new Authentication.Ntlm(account))) {
            try (EwsClient client = new EwsClient(ConnectionSettings.builder(
                            "office", URI.create(form.server().ewsUrl()), way)
                    .trustStore(form.server().certificateFile(), null)
                    .build())) {
                assertThatThrownBy(() -> SignInCalls.write(client, ANNA, "never"))
                        .hasMessageContaining("/owa/auth/logon.aspx, which looks like a form by which people log on")
                        .hasMessageNotContaining("reason=0")
                        .extracting(e -> ((EwsFault) e).code())
                        .isEqualTo("Http302");
            }
        }
    }

    @Test
    void whatASchemeThatIsNotOfferedMeansIsSaid() {
        assertThat(Refusal.unauthorized("Basic", List.of("Negotiate", "NTLM")))
                .contains("Basic is not enabled there; it offers Negotiate, NTLM. Choose one of these");
        assertThat(Refusal.unauthorized("Bearer", List.of("Basic"))).contains("OAuth is not enabled there");
        assertThat(Refusal.unauthorized("NTLM", List.of("ntlm"))).contains("user name or password is wrong");
        assertThat(Refusal.unauthorized("Bearer", List.of("Bearer"))).contains("the application's token");
        assertThat(Refusal.unauthorized("Basic", List.of()))
                .contains("offers none")
                .contains("nothing in between takes WWW-Authenticate out");
    }

    @Test
    void diagnosticsOfTokensAreSaidInWords() {
        assertThat(Refusal.diagnostics("2000002;reason=\"The token has expired.\";error_category=\"token_expired\""))
                .startsWith(": the token has expired: see that the clocks")
                .endsWith("error_category=\"token_expired\"]");
        assertThat(Refusal.diagnostics("2000006;x")).contains("full_access_as_app");
        assertThat(Refusal.diagnostics("something else")).isEqualTo(" [something else]");
    }

    @Test
    void whoIsForbiddenReadsWhereEwsIsSwitchedOff() {
        assertThat(Refusal.forbidden())
                .contains("EwsEnabled", "EwsApplicationAccessPolicy", EwsClient.USER_AGENT, "EwsAllowedAppIDs");
    }

    @Test
    void schemesAreReadFromChallengesOfAllKinds() {
        assertThat(Refusal.schemes(List.of(
                        "Negotiate",
                        "NTLM",
                        "Basic realm=\"mail.example.org\"",
                        "Bearer client_id=\"x\", y=\"z\"",
                        "NTLM",
                        "")))
                .containsExactly("Negotiate", "NTLM", "Basic", "Bearer");
    }
}
