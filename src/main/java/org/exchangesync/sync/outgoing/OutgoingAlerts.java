package org.exchangesync.sync.outgoing;

import java.time.Instant;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.outgoing.OutgoingStore.Due;

/** What a person has to know of mail that leaves, and the commands by which he decides. */
public final class OutgoingAlerts {
    private final Alerts alerts;

    public OutgoingAlerts(Alerts alerts) {
        this.alerts = alerts;
    }

    /** The key of the question whether so much may leave. */
    public static String holdKey(String mailbox) {
        return "outgoing hold " + mailbox;
    }

    void tell(MailboxCycle cycle, Due due, int guard) {
        String mailbox = cycle.mailbox().address();
        switch (due.question()) {
            case ASKED ->
                alerts.raise(alert(
                        cycle,
                        holdKey(mailbox),
                        "MassSend",
                        "Mailbox " + mailbox + ": " + due.waiting() + " mails wait to be sent, more than the " + guard
                                + " that may leave at once without a question. None of them is sent.",
                        "a mass mail, or a program that hands in mail without end",
                        "look at 'exchange-sync outgoing list --mailbox " + mailbox
                                + "'; if they are to be sent, 'exchange-sync outgoing release " + mailbox
                                + "', otherwise 'exchange-sync outgoing cancel' them"));
            case WITHDRAWN -> alerts.resolve(holdKey(mailbox));
            case NONE -> {
                // nothing to tell
            }
        }
        if (!cycle.claim().fallback()) { // the first profile comes back by itself
            due.strangers().forEach(mail -> stranger(cycle, mail));
        }
    }

    private void stranger(MailboxCycle cycle, OutgoingMail mail) {
        alerts.raise(alert(
                cycle,
                mail.alertKey(),
                "OtherProfile",
                "Mailbox " + mail.mailbox() + ": " + mail.describe() + " was begun on profile '" + mail.profile()
                        + "' and waits for it; the mailbox uses '"
                        + cycle.profile().name() + "' now.",
                "the mailbox has another profile than when the mail was begun; only that server knows whether it was sent",
                commands(mail)));
    }

    void uncertain(MailboxCycle cycle, OutgoingMail mail, Instant askAgain) {
        alerts.raise(alert(
                cycle,
                mail.alertKey(),
                mail.lastCode(),
                "Mailbox " + mail.mailbox() + ": nobody knows whether " + mail.describe() + " was sent: "
                        + mail.lastReason() + ". It is not sent again by itself"
                        + (askAgain == null ? "." : "; the server is asked again at " + askAgain + "."),
                "an answer was lost or the program was ended in the moment of sending, or a rule or a person moved the copy",
                commands(mail)));
    }

    private static String commands(OutgoingMail mail) {
        return "ask a recipient or look into the mailbox; if it was sent, 'exchange-sync outgoing sent "
                + mail.recordId() + "', otherwise 'exchange-sync outgoing send-again " + mail.recordId() + "'";
    }

    /** One alert for all mails of a mailbox that fail: it tells of the last. */
    void failed(MailboxCycle cycle, OutgoingMail mail, String code, String reason) {
        alerts.raise(alert(
                cycle,
                "outgoing failed " + mail.mailbox(),
                code,
                "Mailbox " + mail.mailbox() + ": " + mail.describe() + " can't be sent: " + reason,
                "the mail itself; the others go on",
                "correct its record, then 'exchange-sync outgoing send-again " + mail.recordId()
                        + "', or 'exchange-sync outgoing cancel' it; 'exchange-sync outgoing list --state failed' shows all; then"
                        + " 'exchange-sync alerts clear'"));
    }

    /** Nobody has to be asked about the mail any more. */
    void certain(OutgoingMail mail) {
        alerts.resolve(mail.alertKey());
    }

    private static Alert alert(MailboxCycle cycle, String key, String code, String text, String cause, String cure) {
        return new Alert(
                key,
                Alert.Level.WARNING,
                cycle.profile().name(),
                cycle.mailbox().address(),
                code,
                text,
                cause,
                cure);
    }
}
