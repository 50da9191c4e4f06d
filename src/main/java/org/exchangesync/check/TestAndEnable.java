package org.exchangesync.check;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.check.MailboxTest.Looked;
import org.exchangesync.check.MailboxTests.Claim;
import org.exchangesync.check.MailboxTests.Outcome;
import org.exchangesync.check.MailboxTests.Status;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Direction;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests mailboxes that were asked for, enables the directions that work, and disables those that need a person. Threadsafe.
 *
 * <p>Trouble that passes by itself has the test tried again, on the steps of the ladder; a trouble of the profile fails the
 * test and disables nothing, because the profile is to be mended and not the mailbox.
 */
public final class TestAndEnable {
    /** No test takes that long; so a claim that is older was left by a process that died. */
    private static final Duration HOLD = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(TestAndEnable.class);

    private final Supplier<Profiles> profiles;
    private final Servers servers;
    private final MailboxTests tests;
    private final DirectionStore directions;
    private final Alerts alerts;
    private final FaultTable faults;
    private final RetryLadder ladder;
    private final Supplier<String> installation;
    private final Ownership ownership;
    private final ArrivalWait wait;
    private final Clock clock;

    /**
     * @param profiles those of the moment
     * @param installation the id of this one
     * @param wait for mails that mailboxes send to themselves
     */
    public TestAndEnable(
            Supplier<Profiles> profiles,
            Servers servers,
            MailboxTests tests,
            DirectionStore directions,
            Alerts alerts,
            FaultTable faults,
            RetryLadder ladder,
            Supplier<String> installation,
            ArrivalWait wait,
            Clock clock) {
        this.profiles = profiles;
        this.servers = servers;
        this.tests = tests;
        this.directions = directions;
        this.alerts = alerts;
        this.faults = faults;
        this.ladder = ladder;
        this.installation = installation;
        this.ownership = new Ownership(installation);
        this.wait = wait;
        this.clock = clock;
    }

    /**
     * Claims mailboxes that are to be tested now.
     *
     * @param limit the most
     */
    public List<Claim> claim(int limit) {
        return tests.claimDue(limit, HOLD);
    }

    /**
     * Tests a mailbox and acts on what was found. If the thread is interrupted, nothing is noted, and the test is done again
     * when its claim has run out.
     */
    public void test(Claim claim) {
        try {
            examine(claim);
        } catch (CancellationException e) {
            LOG.info("The test of {} is done again later: {}", claim.mailbox(), e.getMessage());
        }
    }

    private void examine(Claim claim) {
        Profiles current = profiles.get();
        if (!current.has(claim.mailbox())) {
            tests.finished(claim, List.of());
            return;
        }
        Mailbox mailbox = current.mailbox(claim.mailbox());
        EmailServerProfile profile = current.profile(mailbox.profile());
        List<Looked> looked = look(profile, mailbox, claim);
        List<Outcome> outcomes = new ArrayList<>();
        boolean again = false;
        for (Looked one : looked) {
            Fault fault = one.failure() == null ? null : faults.classify(one.failure(), false);
            outcomes.add(new Outcome(one.direction(), one.status(), fault == null ? null : fault.code(), one.detail()));
            again |= fault != null && passes(fault);
        }
        again &= !ladder.isOver(claim.attempts() + 1);
        boolean kept = again
                ? tests.postponed(claim, outcomes, ladder.next(claim.attempts() + 1, clock.instant()))
                : tests.finished(claim, outcomes);
        if (!kept) {
            LOG.info("The test of {} was taken over by another process", claim.mailbox());
            return;
        }
        boolean good = looked.stream().allMatch(one -> one.failure() == null);
        for (Looked one : looked) {
            // what can't be tested yet follows the mailbox: nothing else would enable it again
            if (one.status() == Status.SUCCESS || good && mailbox.serves(one.direction())) {
                directions.enable(claim.mailbox(), one.direction(), claim.who());
            } else if (one.failure() != null) {
                failed(claim, profile, one, again);
            }
        }
        tell(claim, profile, outcomes, again);
    }

    /** What concerns the mailbox as a whole, another owner or a transport that can't be had, fails every direction alike. */
    private List<Looked> look(EmailServerProfile profile, Mailbox mailbox, Claim claim) {
        try {
            Transport transport = servers.shared(profile, profile.connection(mailbox));
            if (!claim.wish().takeOver()) {
                ownership.refuseOthers(transport, mailbox.ref());
            }
            List<Looked> looked = new MailboxTest(transport, mailbox, clock, mail(transport, mailbox, claim)).run();
            if (looked.stream().anyMatch(one -> one.status() == Status.SUCCESS)) {
                ownership.take(transport, mailbox.ref(), clock.instant());
            }
            return looked;
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            List<Looked> none = new ArrayList<>();
            for (Direction direction : Direction.values()) {
                if (mailbox.serves(direction)) {
                    none.add(new Looked(direction, Status.FAILURE, e, String.valueOf(e.getMessage())));
                }
            }
            return none;
        }
    }

    private MailToSelf mail(Transport transport, Mailbox mailbox, Claim claim) {
        return claim.wish().send()
                ? new MailToSelf(transport, mailbox, claim, new TestMark(installation.get()), wait, clock)
                : null;
    }

    private static boolean passes(Fault fault) {
        return fault.faultClass() == FaultClass.TRANSIENT || fault.faultClass() == FaultClass.INSTALLATION;
    }

    private void failed(Claim claim, EmailServerProfile profile, Looked looked, boolean again) {
        Fault fault = faults.classify(looked.failure(), false);
        if (fault.faultClass() == FaultClass.PROFILE) {
            alerts.raise(new Alert(
                    "test of profile " + profile.name(),
                    Alert.Level.ERROR,
                    profile.name(),
                    null,
                    fault.code(),
                    "Mailboxes of profile '" + profile.name() + "' can't be tested: " + fault.describe() + ".",
                    fault.advice().cause(),
                    fault.advice().cure() + "; look with: exchange-sync profiles test " + profile.name()));
        } else if (!again || !passes(fault)) {
            directions.disable(
                    claim.mailbox(),
                    looked.direction(),
                    fault.code(),
                    "Test & Enable: " + fault.describe(),
                    claim.who());
            alerts.raise(new Alert(
                    DirectionTrouble.alertKey(claim.mailbox(), looked.direction()),
                    Alert.Level.ERROR,
                    profile.name(),
                    claim.mailbox(),
                    fault.code(),
                    "Mailbox " + claim.mailbox() + ": " + looked.direction().label()
                            + " did not pass its test and is disabled: " + fault.describe() + ".",
                    fault.advice().cause(),
                    fault.advice().cure() + "; then: exchange-sync mailboxes test-and-enable " + claim.mailbox()));
        }
    }

    private void tell(Claim claim, EmailServerProfile profile, List<Outcome> outcomes, boolean again) {
        boolean failed = outcomes.stream().anyMatch(outcome -> outcome.status() == Status.FAILURE);
        String good = "mailbox " + claim.mailbox() + " tested";
        String waits = "test of mailbox " + claim.mailbox();
        alerts.resolve(again ? good : waits);
        if (!failed) {
            alerts.resolve("test of profile " + profile.name());
            alerts.raise(new Alert(
                    good,
                    Alert.Level.INFORMATION,
                    profile.name(),
                    claim.mailbox(),
                    null,
                    "Mailbox " + claim.mailbox() + " was tested and is enabled.",
                    null,
                    null));
        } else if (again) {
            alerts.raise(new Alert(
                    waits,
                    Alert.Level.WARNING,
                    profile.name(),
                    claim.mailbox(),
                    null,
                    "The test of mailbox " + claim.mailbox()
                            + " met a trouble that passes by itself and is tried again.",
                    null,
                    null));
        } else {
            alerts.resolve(good);
        }
    }
}
