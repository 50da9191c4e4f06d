package org.exchangesync.check;

import java.net.URI;
import java.time.Clock;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.Transport;

/** Goes the way to a mailbox on servers of POP3 and SMTP: to the doors of both, and in. */
final class MailServerTest {
    static final String POP3 = "pop3";
    static final String SMTP = "smtp";

    private static final String FETCH = "POP3 as the account";
    private static final String SEND = "SMTP as the account";

    private final Examination examination;
    private final Servers servers;
    private final Clock clock;
    private final EmailServerProfile profile;
    private final ConnectionSettings settings;
    private final MailboxRef mailbox;

    /** @param mailbox to be reached in the end; null where the profile has none */
    MailServerTest(
            Examination examination,
            Servers servers,
            Clock clock,
            EmailServerProfile profile,
            ConnectionSettings settings,
            MailboxRef mailbox) {
        this.examination = examination;
        this.servers = servers;
        this.clock = clock;
        this.profile = profile;
        this.settings = settings;
        this.mailbox = mailbox;
    }

    /** @return whether the mailbox was reached */
    boolean run() {
        boolean fetched = test(settings.url(), POP3, FETCH, Transport::serverInfo);
        if (settings.outgoingUrl() == null) {
            examination.skip(SMTP, SEND, "the profile names no 'outgoingServerLocation': nothing is sent over it");
            return fetched;
        }
        return test(settings.outgoingUrl(), SMTP, SEND, Transport::outgoingInfo) && fetched;
    }

    /** The call that signs in. */
    private interface SignIn {
        ServerInfo at(Transport transport, MailboxRef mailbox);
    }

    private boolean test(URI server, String id, String name, SignIn signIn) {
        if (!new MailServerSteps(examination, settings, server, clock).run()) {
            examination.skip(id, name, "the server was not reached");
            return false;
        }
        if (mailbox == null) {
            examination.skip(id, name, "the profile has no mailbox; name one");
            return false;
        }
        return examination.step(id, name, () -> signIn(signIn)).isGood();
    }

    private Finding signIn(SignIn signIn) {
        try (Transport transport = servers.open(profile, settings, examination)) {
            ServerInfo info = signIn.at(transport, mailbox);
            return Finding.pass("signed in for " + mailbox.address() + " as "
                    + settings.authentication().account() + "; the server says " + info.product() + " "
                    + info.version());
        }
    }
}
