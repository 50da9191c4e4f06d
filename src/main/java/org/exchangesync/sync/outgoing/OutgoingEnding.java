package org.exchangesync.sync.outgoing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.util.ObjectHelper;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.EndpointAwayException;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.StoreException;
import org.exchangesync.sync.outgoing.OutgoingSettings.LostAnswer;
import org.exchangesync.sync.outgoing.SendRun.Phase;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a failure while a mail is sent. Only what the mail itself is to blame for, and what surely reached nobody,
 * makes it a failed one; everything else is tried again, and what may have reached somebody is asked for first.
 */
public final class OutgoingEnding {
    private static final String WHERE = "outgoing";

    /** Passing trouble that another mail need not have. */
    private static final Set<String> OF_ONE_MAIL = Set.of("ErrorInternalServerError", "ErrorTimeoutExpired");

    /** The draft is not as it was: it is looked for again. */
    private static final Set<String> DRAFT_CHANGED = Set.of(
            "ErrorStaleObject",
            "ErrorIrresolvableConflict",
            "ErrorInvalidChangeKey",
            "ErrorChangeKeyRequired",
            "ErrorChangeKeyRequiredForWriteOperations",
            "ErrorItemNotFound");

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingEnding.class);

    private final OutgoingStore store;
    private final FaultTable faults;
    private final OutgoingDecision decision;
    private final OutgoingSettings settings;
    private final Clock clock;

    public OutgoingEnding(
            OutgoingStore store, FaultTable faults, OutgoingAlerts alerts, OutgoingSettings settings, Clock clock) {
        this.store = store;
        this.faults = faults;
        this.decision = new OutgoingDecision(store, alerts, settings, clock);
        this.settings = settings;
        this.clock = clock;
    }

    void failed(MailboxCycle cycle, OutgoingRound round, SendRun run, Exception failure) {
        try {
            judge(cycle, round, run, failure);
        } catch (StoreException e) {
            LOG.debug(
                    "{}: what became of a mail waits for the database",
                    cycle.mailbox().address(),
                    e);
            stop(cycle, round, faults.classify(e, false));
        } catch (LostRaceException e) {
            lost(cycle, round, e);
        }
    }

    private void judge(MailboxCycle cycle, OutgoingRound round, SendRun run, Exception failure) {
        LostRaceException race = ObjectHelper.getException(LostRaceException.class, failure);
        if (race != null) {
            lost(cycle, round, race);
            return;
        }
        Fault fault = waiting(faults.classify(failure, true), failure);
        if (run == null || ObjectHelper.getException(StoreException.class, failure) != null) {
            stop(cycle, round, fault);
            return;
        }
        if (run.isDone()) {
            LOG.warn(
                    "Mailbox {}: behind {}: {}",
                    cycle.mailbox().address(),
                    run.mail().describe(),
                    fault.describe());
            return; // what becomes of it is committed already
        }
        UncomposableMailException uncomposable = ObjectHelper.getException(UncomposableMailException.class, failure);
        RefusedMailException refused = ObjectHelper.getException(RefusedMailException.class, failure);
        if (uncomposable != null) {
            decision.fail(cycle, run, uncomposable.code(), uncomposable.getMessage());
        } else if (refused != null) {
            decision.fail(cycle, run, RefusedMailException.CODE, refused.getMessage());
        } else if (mayHaveBeenSubmitted(run, failure)) {
            lostAnswer(cycle, round, run, fault);
        } else if (isFinal(run, fault)) {
            decision.fail(cycle, run, fault.code(), fault.message());
        } else {
            again(cycle, round, run, fault);
        }
    }

    private void lost(MailboxCycle cycle, OutgoingRound round, LostRaceException race) {
        if (race.claimLost()) {
            LOG.warn("Mailbox {}: {}", cycle.mailbox().address(), race.getMessage());
            cycle.failed(WHERE, faults.classify(race, false));
            stop(round);
        } else {
            LOG.info("Mailbox {}: {}", cycle.mailbox().address(), race.getMessage());
        }
    }

    /** What needs a target that is away waits until that is tried again. */
    private Fault waiting(Fault fault, Exception failure) {
        EndpointAwayException away = ObjectHelper.getException(EndpointAwayException.class, failure);
        return away == null ? fault : fault.waiting(Duration.between(clock.instant(), away.until()));
    }

    /** Servers that take mail without drafts say for sure when they didn't. */
    private static boolean mayHaveBeenSubmitted(SendRun run, Exception failure) {
        if (!run.submits() || run.phase() != Phase.SENDING) {
            return false;
        }
        TransportException told = ObjectHelper.getException(TransportException.class, failure);
        return told == null || told.code().equals(TransportException.OUTCOME_UNKNOWN);
    }

    private void lostAnswer(MailboxCycle cycle, OutgoingRound round, SendRun run, Fault fault) {
        if (settings.lostAnswer() == LostAnswer.HOLD) {
            decision.uncertain(cycle, run, fault.code(), fault.message());
        } else {
            postpone(cycle, run, fault, true, false);
        }
        directionFailed(cycle, round, fault);
    }

    /** Whether the mail is to blame, and nobody got it. */
    private static boolean isFinal(SendRun run, Fault fault) {
        boolean itsOwn = fault.faultClass() == FaultClass.ITEM || fault.faultClass() == FaultClass.REQUEST;
        return itsOwn
                && switch (run.phase()) {
                    case ASKING, DISCARDING, DONE -> false;
                    case COMPOSING, DRAFTING -> true;
                    // without an answer of the server nobody knows whether the draft was sent
                    case SENDING ->
                        run.submits() || fault.code().startsWith("Error") && !DRAFT_CHANGED.contains(fault.code());
                };
    }

    private void again(MailboxCycle cycle, OutgoingRound round, SendRun run, Fault fault) {
        boolean ofMail = OF_ONE_MAIL.contains(fault.code())
                || switch (fault.faultClass()) {
                    case TRANSIENT, INSTALLATION, MAILBOX, PROFILE -> false;
                    case STATE, ITEM, FOLDER, REQUEST, NONE -> true;
                };
        boolean reached = run.phase() == Phase.DRAFTING || run.phase() == Phase.SENDING;
        boolean counts = ofMail
                || reached
                        && fault.faultClass() == FaultClass.TRANSIENT
                        && fault.backOff().isZero();
        boolean untouched = run.submits() && run.phase() == Phase.SENDING;
        postpone(cycle, run, fault, counts, untouched);
        if (fault.faultClass() == FaultClass.PROFILE) {
            cycle.failed(WHERE, fault);
            stop(round);
        } else if (!ofMail) {
            directionFailed(cycle, round, fault);
        }
    }

    /** What a fault of the installation or the mailbox keeps waiting is due with its direction. */
    private void postpone(MailboxCycle cycle, SendRun run, Fault fault, boolean counts, boolean untouched) {
        OutgoingMail mail = run.mail();
        if (run.phase() == Phase.COMPOSING && !counts) {
            return; // nothing happened to it
        }
        int attempts = mail.attempts() + (counts ? 1 : 0);
        Instant now = clock.instant();
        boolean atOnce = !counts || DRAFT_CHANGED.contains(fault.code()) && attempts < OutgoingDecision.MOST_ATTEMPTS;
        Instant dueAt = atOnce ? now : now.plus(settings.retries().patientPause(fault, attempts));
        run.mail(store.postponed(cycle.claim(), mail, fault.code(), fault.message(), attempts, dueAt, untouched));
        LOG.warn(
                "Mailbox {}: {} will be tried again, {} failed: {}",
                cycle.mailbox().address(),
                mail.describe(),
                run.phase(),
                fault.describe());
    }

    private static void directionFailed(MailboxCycle cycle, OutgoingRound round, Fault fault) {
        cycle.directionFailed(Direction.OUTGOING, WHERE, fault);
        stop(round);
    }

    private static void stop(MailboxCycle cycle, OutgoingRound round, Fault fault) {
        cycle.sending();
        if (fault.faultClass() == FaultClass.PROFILE) {
            cycle.failed(WHERE, fault);
            stop(round);
        } else {
            directionFailed(cycle, round, fault);
        }
    }

    private static void stop(OutgoingRound round) {
        if (round != null) {
            round.stop();
        }
    }
}
