package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.MailboxMarker;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The hidden text in a mailbox, against the sandbox. */
class EwsMarkerTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    @Test
    void aTextIsKeptInTheMailboxAndReplacedAndNoOtherMailboxHasIt() {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "office",
                        URI.create(SANDBOX.server().ewsUrl()),
                        new Credentials(SandboxExtension.SERVICE, Secret.of(SandboxExtension.PASSWORD)))
                .trustStore(SANDBOX.server().certificateFile(), null)
                .build();
        MailboxRef anna = MailboxRef.of(SandboxExtension.ANNA);
        try (EwsTransport transport = new EwsTransport(settings)) {
            MailboxMarker marker = transport.marker().orElseThrow();
            assertThat(marker.read(anna)).isEmpty();
            marker.write(anna, "first; since then");
            assertThat(marker.read(anna)).contains("first; since then");
            marker.write(anna, "second ä");
            assertThat(marker.read(anna)).contains("second ä");
            assertThat(marker.read(MailboxRef.of(SandboxExtension.BEN))).isEmpty();
            assertThat(SANDBOX.server().count(SandboxExtension.ANNA, "inbox"))
                    .as("its owner sees nothing of it")
                    .isZero();
        }
    }
}
