package org.exchangesync.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.exchangesync.ews.client.RsaCertificate;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of tokens that are good, of the wrong kind, or none that can be read. */
class TokenLookTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final long LATER = NOW.plusSeconds(3600).getEpochSecond();

    private static Finding look(String claims) {
        Authentication.OAuth application = new Authentication.OAuth(
                URI.create("https://login.example.org/t/oauth2/v2.0/token"),
                "app",
                "https://outlook.office365.com/.default",
                Secret.of("secret"),
                null,
                null);
        return new TokenLook(application, List.of("full_access_as_app"), NOW).at(claims);
    }

    private static String jwt(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    @Test
    void aGoodTokenPassesWithAllThatItSays() {
        Finding finding = look(jwt("{'aud': 'https://outlook.office365.com/', 'tid': 'tenant-1', 'azp': 'app',"
                + " 'roles': ['full_access_as_app', 'Mail.Read'], 'exp': " + LATER + "}"));
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.detail())
                .contains(
                        "tenant tenant-1", "application app", "full_access_as_app, Mail.Read", "2026-03-02T09:00:00Z");
    }

    @Test
    void aTokenWithoutTheRoleIsAWarning() {
        Finding finding =
                look(jwt("{'aud': 'https://outlook.office365.com', 'scp': 'Mail.Read', 'exp': " + LATER + "}"));
        assertThat(finding.code()).isEqualTo("TokenRoles");
        assertThat(finding.detail()).contains("roles Mail.Read", "wanted is full_access_as_app");
    }

    @Test
    void aTokenForAnotherServerIsAWarning() {
        Finding finding = look(jwt("{'aud': 'https://graph.microsoft.com', 'roles': ['full_access_as_app']}"));
        assertThat(finding.code()).isEqualTo("TokenAudience");
    }

    @Test
    void aTokenThatIsOverFails() {
        Finding finding = look(jwt("{'aud': 'https://outlook.office365.com', 'exp': " + NOW.getEpochSecond() + "}"));
        assertThat(finding.code()).isEqualTo("TokenExpired");
    }

    @Test
    void aTokenThatCanNotBeReadIsGoodAsItIs() {
        for (String opaque : List.of("EwAoA8l6BAAU", "a.b.c", "a.!!.c")) {
            Finding finding = look(opaque);
            assertThat(finding.result()).isEqualTo(Result.PASS);
            assertThat(finding.detail()).contains("no JWT").doesNotContain(opaque);
        }
    }

    @Test
    void aCertificateThatEndsSoonIsAWarningAlthoughTheTokenIsGood(@TempDir Path folder) throws Exception {
        Authentication.OAuth application = new Authentication.OAuth(
                URI.create("https://login.example.org/t/oauth2/v2.0/token"),
                "app",
                "https://outlook.office365.com/.default",
                null,
                RsaCertificate.of("CN=sync").pem(folder.resolve("app.pem")),
                null);
        String token = jwt("{'aud': 'https://outlook.office365.com', 'roles': ['full_access_as_app']}");
        Finding now = new TokenLook(application, List.of("full_access_as_app"), Instant.now()).at(token);
        assertThat(now.result()).isEqualTo(Result.PASS);
        assertThat(now.detail()).contains("certificate is valid until", "299 days left");
        Finding later = new TokenLook(
                        application,
                        List.of("full_access_as_app"),
                        Instant.now().plus(Duration.ofDays(290)))
                .at(token);
        assertThat(later.code()).isEqualTo("ApplicationCertificateExpires");
    }
}
