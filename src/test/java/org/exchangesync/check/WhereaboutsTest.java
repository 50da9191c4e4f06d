package org.exchangesync.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.exchangesync.profile.AuthenticationMethod;
import org.exchangesync.profile.CredentialRetrieval;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.ServerType;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.ServerInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a profile says of a mailbox what its server does. */
class WhereaboutsTest {
    @ParameterizedTest
    @CsvSource({
        "EXCHANGE_SERVER, https://mail.example.org/EWS/Exchange.asmx, 15.2.1544.4, PASS",
        "EXCHANGE_SERVER, https://mail.example.org/EWS/Exchange.asmx, 14.3.123.4, PASS",
        "EXCHANGE_SERVER, https://mail.example.org/EWS/Exchange.asmx, 15.20.8200.1, WARN",
        "EXCHANGE_SERVER, https://outlook.office365.com/EWS/Exchange.asmx, 15.20.8200.1, WARN",
        "EXCHANGE_ONLINE, https://outlook.office365.com/EWS/Exchange.asmx, unknown, PASS",
        "EXCHANGE_ONLINE, https://mail.example.org/EWS/Exchange.asmx, 15.2.1544.4, WARN",
        "EXCHANGE_SERVER_HYBRID, https://outlook.office365.com/EWS/Exchange.asmx, 15.20.8200.1, PASS",
        "EXCHANGE_SERVER_HYBRID, https://mail.example.org/EWS/Exchange.asmx, 15.1.2507.6, PASS",
        "EXCHANGE_SERVER, https://mail.example.org/EWS/Exchange.asmx, unknown, SKIP",
        "POP3_SMTP, https://mail.example.org/, 1.0, SKIP"
    })
    void addressAndVersionDecide(ServerType type, URI server, String version, Result result) {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "office", server, new Credentials("svc", Secret.of("secret")))
                .build();
        EmailServerProfile profile = new EmailServerProfile(
                "office",
                null,
                null,
                type,
                settings,
                settings,
                AuthenticationMethod.BASIC,
                CredentialRetrieval.PROFILE,
                null,
                Duration.ZERO,
                false,
                false,
                false,
                true);
        Finding finding = Whereabouts.look(profile, server, new ServerInfo("Exchange", version));
        assertThat(finding.result()).as(finding.detail()).isEqualTo(result);
    }
}
