package org.exchangesync.sync.outgoing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.item.ItemId;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.outgoing.OutgoingSettings.LostAnswer;
import org.exchangesync.sync.outgoing.SendRun.Phase;
import org.exchangesync.transport.Submission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a mail once it is known what the server has of it.
 *
 * <p>A draft can be sent once only, so one that is found may always be sent. Where a draft was committed, it may have been sent:
 * if nothing is found then, nobody knows, and nothing is sent again by itself. Where none was committed, none was sent.
 */
final class OutgoingDecision {
    /** So often a mail is tried that fails for its own sake. */
    static final int MOST_ATTEMPTS = 10;

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingDecision.class);

    private final OutgoingStore store;
    private final OutgoingAlerts alerts;
    private final OutgoingSettings settings;
    private final Clock clock;

    OutgoingDecision(OutgoingStore store, OutgoingAlerts alerts, OutgoingSettings settings, Clock clock) {
        this.store = store;
        this.alerts = alerts;
        this.settings = settings;
        this.clock = clock;
    }

    void decide(MailboxCycle cycle, SendRun run) {
        OutgoingMail mail = run.mail();
        if (run.submits()) {
            decideUnasked(cycle, run);
        } else if (run.sent() != null) {
            sent(cycle, run, run.sent().id(), null);
            discard(run, run.drafts());
        } else if (run.isLeaving()) {
            leaving(cycle, run);
        } else if (mail.state() == OutgoingState.FAILED) {
            discard(run, run.drafts());
            run.phase(Phase.DISCARDING);
        } else if (mail.attempts() >= MOST_ATTEMPTS
                && (mail.draft() == null || !run.drafts().isEmpty())) {
            fail(cycle, run, mail.lastCode(), "given up after " + mail.attempts() + " tries: " + mail.lastReason());
        } else if (!run.drafts().isEmpty() && !mail.discardDrafts()) {
            resume(cycle, run);
        } else if (mail.draft() != null) {
            uncertain(
                    cycle,
                    run,
                    "SentOrDeleted",
                    "a draft was made and may have been sent: it is neither in Drafts nor in Sent Items nor in the Outbox");
        } else {
            discard(run, run.drafts());
            run.phase(Phase.COMPOSING);
        }
    }

    /** Where the server can't be asked. */
    private void decideUnasked(MailboxCycle cycle, SendRun run) {
        if (run.mail().state().isBegun() && settings.lostAnswer() == LostAnswer.HOLD) {
            uncertain(
                    cycle,
                    run,
                    "BrokenOff",
                    "the program ended while the mail was being handed over, and servers of this kind can't be asked"
                            + " whether they have it");
        } else if (run.mail().state() == OutgoingState.FAILED) {
            run.phase(Phase.DISCARDING);
        } else {
            run.phase(Phase.COMPOSING);
        }
    }

    private void leaving(MailboxCycle cycle, SendRun run) {
        OutgoingMail mail = run.mail();
        String reason = "the mail is in the Outbox: the server is about to send it";
        if (mail.begunAt().plus(settings.askFor()).isBefore(clock.instant())) {
            uncertain(cycle, run, "InOutbox", reason + ", for longer than it should");
        } else {
            run.mail(store.postponed(
                    cycle.claim(),
                    mail,
                    "InOutbox",
                    reason,
                    mail.attempts(),
                    clock.instant().plus(SOON),
                    false));
            run.phase(Phase.DONE);
        }
    }

    /** Goes on with a draft that was made: the one that was committed, or else any, since they are alike. */
    private void resume(MailboxCycle cycle, SendRun run) {
        List<ItemId> others = new ArrayList<>(run.drafts());
        ItemId own = others.stream()
                .filter(draft -> run.mail().draft() != null
                        && draft.id().equals(run.mail().draft().id()))
                .findFirst()
                .orElse(others.get(0));
        others.remove(own);
        discard(run, others);
        run.mail(store.drafted(cycle.claim(), run.mail(), own));
        run.phase(Phase.SENDING);
    }

    private static void discard(SendRun run, List<ItemId> drafts) {
        run.discard(drafts);
    }

    /** Behind the last draft of a mail that failed. */
    void discarded(MailboxCycle cycle, SendRun run) {
        run.mail(store.discarded(cycle.claim(), run.mail()));
        run.phase(Phase.DONE);
    }

    void sent(MailboxCycle cycle, SendRun run, String itemId, Submission submission) {
        OutgoingMail before = run.mail();
        run.mail(store.sent(cycle.claim(), before, itemId, submission));
        run.phase(Phase.DONE);
        if (run.wasBegun()) {
            alerts.certain(before);
        }
        LOG.info("Mailbox {}: {} was sent", cycle.mailbox().address(), before.describe());
    }

    void fail(MailboxCycle cycle, SendRun run, String code, String reason) {
        OutgoingMail before = run.mail();
        run.mail(store.failed(cycle.claim(), before, code, reason));
        run.phase(Phase.DONE);
        if (run.wasBegun()) {
            alerts.certain(before);
        }
        alerts.failed(cycle, run.mail(), code, reason);
        LOG.warn("Mailbox {}: {} can't be sent: {} ({})", cycle.mailbox().address(), before.describe(), reason, code);
    }

    /** Asked again for a while, where it can be asked; sent again only by a person. */
    void uncertain(MailboxCycle cycle, SendRun run, String code, String reason) {
        OutgoingMail mail = run.mail();
        Instant now = clock.instant();
        Instant since = mail.uncertainSince() == null ? now : mail.uncertainSince();
        boolean ask = !run.submits() && since.plus(settings.askFor()).isAfter(now);
        Instant next = ask ? settings.retries().ladder().next(mail.attempts() + 1, now) : null;
        run.mail(store.uncertain(cycle.claim(), mail, code, reason, next));
        run.phase(Phase.DONE);
        alerts.uncertain(cycle, run.mail(), next);
    }
}
