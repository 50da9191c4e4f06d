package org.exchangesync.check;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.ServerType;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovered;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.ServerInfo;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;

/**
 * Goes the way to a mailbox step by step: secrets, Autodiscover, DNS, TCP, TLS, HTTP, EWS as the account, the mailbox. A
 * password is tried once; what builds on a step that failed is not done.
 */
final class ConnectionTest {
    static final String SECRETS = "secrets";
    static final String AUTODISCOVER = "autodiscover";
    static final String RETIREMENT = "retirement";
    static final String TOKEN = "token";
    static final String EWS = "ews";
    static final String MAILBOX = "mailbox";

    private static final List<String> EWS_ROLES = List.of("full_access_as_app", "EWS.AccessAsUser.All");
    private static final List<String> MAIL_ROLES = List.of("POP.AccessAsApp", "SMTP.SendAsApp");
    private static final String NOT_REACHED = "the server was not reached";

    private final Examination examination;
    private final Servers servers;
    private final FaultTable faults;
    private final Clock clock;
    private final EmailServerProfile profile;
    private final MailboxRef mailbox;
    private ConnectionSettings settings;
    private NetworkSteps network;
    private ServerInfo info;

    /** @param mailbox to be reached in the end; null where the profile has none */
    ConnectionTest(
            Examination examination,
            Servers servers,
            FaultTable faults,
            Clock clock,
            EmailServerProfile profile,
            Mailbox mailbox) {
        this.examination = examination;
        this.servers = servers;
        this.faults = faults;
        this.clock = clock;
        this.profile = profile;
        this.mailbox = mailbox == null ? null : mailbox.ref();
        this.settings = mailbox == null ? profile.connection() : profile.connection(mailbox);
        examination.hide(settings);
    }

    /** @return whether the mailbox was reached */
    boolean run() {
        boolean good = examination
                .step(SECRETS, "Secrets of the profile", this::secrets)
                .isGood();
        if (profile.serverType() == ServerType.POP3_SMTP) {
            return good
                    && token(MAIL_ROLES)
                    && new MailServerTest(examination, servers, clock, profile, settings, mailbox).run();
        }
        URI server = good ? find() : settings.url();
        if (server == null || !good) {
            String reason = good ? "it isn't known where the server is" : "the secrets are missing";
            NetworkSteps.skip(examination, reason);
            retirement(server);
            skipCalls(reason);
            return false;
        }
        settings = settings.at(server);
        network = new NetworkSteps(examination, settings, server, clock);
        good = network.run();
        retirement(server);
        if (!good) {
            skipCalls(NOT_REACHED);
            return false;
        }
        if (!token(EWS_ROLES)) {
            skipCalls("there is no token to sign in with");
            return false;
        }
        return calls();
    }

    /** The settings with the address that was found; valid behind {@link #run}. */
    ConnectionSettings settings() {
        return settings;
    }

    /** The steps of the network; empty where the server isn't known. */
    Optional<NetworkSteps> network() {
        return Optional.ofNullable(network);
    }

    /** What the server said about itself; empty where it was not reached. */
    Optional<ServerInfo> serverInfo() {
        return Optional.ofNullable(info);
    }

    private Finding secrets() {
        Authentication authentication = settings.authentication();
        int found = 0;
        if (authentication instanceof Authentication.Basic basic) {
            found += read(basic.credentials());
        } else if (authentication instanceof Authentication.Ntlm ntlm) {
            found += read(ntlm.credentials());
        } else if (authentication instanceof Authentication.OAuth oauth) {
            found += read(oauth.clientSecret()) + read(oauth.keyStorePassword());
        }
        found += read(settings.trustStorePassword());
        found += settings.proxy() == null ? 0 : read(settings.proxy().credentials());
        return Finding.pass(found + " found; account " + authentication.account());
    }

    private static int read(Credentials credentials) {
        return credentials == null ? 0 : read(credentials.password());
    }

    private static int read(Secret secret) {
        if (secret == null) {
            return 0;
        }
        try {
            if (secret.value().isEmpty()) {
                throw new TransportException("SecretMissing", "a secret is empty", null);
            }
        } catch (TransportException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TransportException("SecretMissing", "a secret can't be read: " + e.getMessage(), e);
        }
        return 1;
    }

    /** Where the server is, or null. */
    private URI find() {
        if (settings.url() != null) {
            examination.skip(AUTODISCOVER, "Autodiscover", "the profile names the address " + settings.url());
            return settings.url();
        }
        URI[] found = new URI[1];
        examination.step(AUTODISCOVER, "Autodiscover", () -> {
            if (mailbox == null) {
                return Finding.fail(
                        "NoMailbox", "Autodiscover needs the address of a mailbox, and the profile has none");
            }
            Discovered discovered = servers.discover(profile, settings, mailbox)
                    .orElseThrow(() ->
                            new StepFailure("NoAutodiscover", "servers of this kind can't be found by Autodiscover"));
            Evidence trail =
                    new Evidence("Autodiscover for " + mailbox.address(), String.join("\n", discovered.trail()));
            found[0] = discovered.url();
            return discovered.url() != null
                    ? Finding.pass(mailbox.address() + " is at " + discovered.url() + ", found in "
                            + discovered.trail().size() + " steps")
                    : Finding.fail(discovered.code(), discovered.reason()).with(trail);
        });
        return found[0];
    }

    private void retirement(URI server) {
        examination.step(RETIREMENT, "EWS in Exchange Online", () -> Retirement.look(profile, server, clock.instant()));
    }

    /** What the application's token says; no step where the connection signs in by a password. */
    private boolean token(List<String> roles) {
        if (!(settings.authentication() instanceof Authentication.OAuth application)) {
            return true;
        }
        return examination
                        .step(TOKEN, "Token of the application", () -> {
                            try (Transport transport = servers.open(profile, settings, examination)) {
                                return transport
                                        .token()
                                        .map(token -> new TokenLook(application, roles, clock.instant()).at(token))
                                        .orElseGet(() -> Finding.skip("this transport tells no token"));
                            }
                        })
                        .result()
                != Result.FAIL;
    }

    private void skipCalls(String reason) {
        examination.skip(EWS, "EWS as the account", reason);
        examination.skip(MAILBOX, "Mailbox", reason);
    }

    private boolean calls() {
        Step ews = examination.step(EWS, "EWS as the account", this::signIn);
        if (!ews.isGood()) {
            examination.skip(MAILBOX, "Mailbox", "EWS was not reached");
            return false;
        }
        if (mailbox == null) {
            examination.skip(MAILBOX, "Mailbox", "the profile has no mailbox; name one");
            return false;
        }
        return examination
                .step(MAILBOX, "Mailbox " + mailbox.address(), this::reachMailbox)
                .isGood();
    }

    /**
     * One call as the account itself. What the server says to it in EWS is proof enough, unless it says that the account can't
     * be used. Applications can only act for somebody, so they do.
     */
    private Finding signIn() {
        boolean application = settings.authentication() instanceof Authentication.OAuth;
        MailboxRef self = mailbox != null
                ? mailbox
                : MailboxRef.of(settings.authentication().account());
        try (Transport transport =
                servers.open(profile, application ? settings : settings.acting(Impersonation.NONE), examination)) {
            transport.resolveNames(self, self.address());
            return Finding.pass("signed in as " + settings.authentication().account() + " at " + settings.url());
        } catch (TransportException e) {
            FaultClass blamed = faults.classify(e, false).faultClass();
            if (!e.code().startsWith("Error")
                    || blamed == FaultClass.PROFILE && !e.code().startsWith("ErrorImpersonat")) {
                throw e;
            }
            return blamed == FaultClass.TRANSIENT
                    ? Finding.warn(e.code(), e.getMessage())
                    : Finding.pass(
                            "signed in as " + settings.authentication().account() + "; EWS answered " + e.code());
        }
    }

    private Finding reachMailbox() {
        try (Transport transport = servers.open(profile, settings, examination)) {
            info = transport.serverInfo(mailbox);
            String how = settings.impersonation() == Impersonation.NONE ? "opened" : "impersonated";
            return Finding.pass(mailbox.address() + " was " + how + " by "
                    + settings.authentication().account() + "; the server is " + info.product() + " " + info.version());
        }
    }
}
