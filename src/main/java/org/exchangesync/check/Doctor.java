package org.exchangesync.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;

/** Looks at everything, from the configuration to the folders of mailboxes. Writes to a mailbox only when told to. */
final class Doctor {
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final String UNDELIVERABLE = "Undeliverable";
    private static final FindQuery ONE = new FindQuery(null, null, null, 1);

    private final Supplier<Profiles> profiles;
    private final Servers servers;
    private final Installation installation;
    private final Ownership ownership;
    private final Supplier<String> installationId;
    private final FaultTable faults;
    private final Remedies remedies;
    private final ArrivalWait wait;
    private final Clock clock;

    Doctor(
            Supplier<Profiles> profiles,
            Servers servers,
            Installation installation,
            Supplier<String> installationId,
            FaultTable faults,
            Remedies remedies,
            ArrivalWait wait,
            Clock clock) {
        this.profiles = profiles;
        this.servers = servers;
        this.installation = installation;
        this.ownership = new Ownership(installationId);
        this.installationId = installationId;
        this.faults = faults;
        this.remedies = remedies;
        this.wait = wait;
        this.clock = clock;
    }

    /**
     * What this installation has of its own.
     *
     * @param write whether a test alert may be sent
     */
    Report installation(boolean write) {
        Examination examination = new Examination(remedies, clock);
        examination.step("config", "Profiles and mailboxes", this::config);
        examination.step("database", "Database", () -> Finding.pass(installation.database()));
        examination.step("routes", "Routes", this::routes);
        examination.step("backlog", "What waits and what is in trouble", this::backlog);
        examination.step("alerts", "Way of alerts", () -> alerts(write));
        return examination.report(null, null);
    }

    private Finding config() {
        Profiles current = profiles.get();
        return Finding.pass(current.profiles().size() + " profiles and "
                + current.mailboxes().size() + " mailboxes fit together; "
                + current.active().size() + " mailboxes are to be processed");
    }

    private Finding routes() {
        return installation
                .routes()
                .map(routes -> routes.stopped().isEmpty()
                        ? Finding.pass(routes.started() + " routes run")
                        : Finding.fail(
                                "RouteStopped", "these routes do not run: " + String.join(", ", routes.stopped())))
                .orElseGet(() -> Finding.skip("they run in another process, or the program doesn't run"));
    }

    private Finding backlog() {
        Installation.Backlog backlog = installation.backlog();
        String text = backlog.actions() + " actions owed, " + backlog.publications() + " changes to publish, "
                + backlog.pendingMails() + " mails to send, " + backlog.uncertainMails() + " uncertain whether sent, "
                + backlog.deadLetters() + " open dead letters, " + backlog.postponed() + " directions postponed, "
                + backlog.disabled() + " disabled, profiles stopped: "
                + (backlog.stopped().isEmpty() ? "none" : String.join(", ", backlog.stopped()));
        boolean trouble = backlog.deadLetters() > 0
                || backlog.uncertainMails() > 0
                || backlog.disabled() > 0
                || !backlog.stopped().isEmpty();
        return trouble ? Finding.warn("Backlog", text) : Finding.pass(text);
    }

    private Finding alerts(boolean write) {
        Optional<Installation.AlertWay> way = installation.alertWay();
        if (way.isEmpty()) {
            return Finding.skip("alerts are sent to nobody: give send-alert.to an endpoint in routes.properties");
        }
        String target = way.get().target();
        if (!way.get().hasRecipient()) {
            return Finding.warn(
                    "AlertRecipient",
                    "alerts go to " + target + ", but those of mailboxes and profiles without owners to nobody");
        }
        if (!write) {
            return Finding.skip("alerts go to " + target + "; with --write a test alert is sent");
        }
        return new AlertTrial(way.get(), wait, clock).run();
    }

    /**
     * The way to a mailbox of a profile, and what can be done there.
     *
     * @param mailbox null where the profile has none
     * @param write whether things may be written to the mailbox
     */
    Report profile(EmailServerProfile profile, Mailbox mailbox, boolean write) {
        Examination examination = new Examination(remedies, clock);
        ConnectionTest connection = new ConnectionTest(examination, servers, faults, clock, profile, mailbox);
        boolean good = connection.run();
        examination.step("clock", "Clock beside the server's", () -> skew(connection));
        examination.step(
                "where",
                "Where the mailbox is",
                () -> good
                        ? Whereabouts.look(
                                profile,
                                connection.settings().url(),
                                connection.serverInfo().orElse(null))
                        : Finding.skip("the mailbox was not reached"));
        if (good) {
            try (Transport transport = servers.open(profile, connection.settings(), examination)) {
                folders(examination, transport, mailbox);
                examination.step("owner", "Owner of the mailbox", () -> owner(transport, mailbox));
                undeliverable(examination, transport, mailbox, write);
                if (write) {
                    new WriteSteps(examination, transport, mailbox, installationId, clock).run();
                } else {
                    WriteSteps.skip(examination, "nothing is written without --write");
                }
            }
        } else {
            String reason = "the mailbox was not reached";
            examination.skip("folders", "Folders of the mailbox", reason);
            examination.skip("sync", "Sync call", reason);
            examination.skip("owner", "Owner of the mailbox", reason);
            examination.skip("undeliverable", "Undeliverable folder", reason);
            WriteSteps.skip(examination, reason);
        }
        return examination.report(profile.name(), mailbox == null ? null : mailbox.address());
    }

    private Finding skew(ConnectionTest connection) {
        Instant theirs = connection.network().flatMap(NetworkSteps::serverTime).orElse(null);
        if (theirs == null) {
            return Finding.skip("no server told its time");
        }
        long seconds = Duration.between(theirs, clock.instant()).toSeconds();
        String text =
                "this clock is " + Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of") + " the server's";
        return Math.abs(seconds) > SKEW.toSeconds() ? Finding.fail("ClockSkew", text) : Finding.pass(text);
    }

    private void folders(Examination examination, Transport transport, Mailbox mailbox) {
        MailboxTest test = new MailboxTest(transport, mailbox, clock);
        if (transport.capabilities(ItemKind.APPOINTMENT).isEmpty()) {
            examination.skip("folders", "Folders of the mailbox", "servers of this kind have email only");
        } else {
            examination.step("folders", "Folders of the mailbox", () -> Finding.pass(test.folders()));
        }
        examination.step("sync", "Sync call", () -> Finding.pass(test.incoming()));
    }

    private Finding owner(Transport transport, Mailbox mailbox) {
        ownership.refuseOthers(transport, mailbox.ref());
        return ownership.isMarked(transport, mailbox.ref())
                ? Finding.pass("this installation synchronises the mailbox")
                : Finding.skip("nobody marked the mailbox as his; Test & Enable does");
    }

    private static void undeliverable(Examination examination, Transport transport, Mailbox mailbox, boolean write) {
        if (!transport.capabilities(ItemKind.EMAIL).contains(Capability.FOLDERS)) {
            examination.skip(
                    "undeliverable",
                    "Undeliverable folder",
                    "servers of this kind have no folders: what can't be taken is a dead letter and stays where it is");
            return;
        }
        examination.step("undeliverable", "Undeliverable folder", () -> {
            if (write) {
                transport.ensureFolder(mailbox.ref(), FolderRef.of(WellKnownFolder.INBOX), UNDELIVERABLE);
                return Finding.pass("it is there, below the Inbox");
            }
            try {
                transport.find(
                        mailbox.ref(), ItemKind.EMAIL, FolderRef.below(WellKnownFolder.INBOX, UNDELIVERABLE), ONE);
                return Finding.pass("it is there, below the Inbox");
            } catch (TransportException e) {
                if (e.code().equals("ErrorFolderNotFound")) {
                    return Finding.skip("it isn't there yet; it is made when it is needed, or now with --write");
                }
                throw e;
            }
        });
    }
}
