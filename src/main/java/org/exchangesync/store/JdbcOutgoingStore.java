package org.exchangesync.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.RowFailure;
import org.exchangesync.sync.outgoing.OutgoingMail;
import org.exchangesync.sync.outgoing.OutgoingState;
import org.exchangesync.sync.outgoing.OutgoingStore;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.Submission.RefusedRecipient;

/** Mail on its way out. This class is threadsafe. */
final class JdbcOutgoingStore implements OutgoingStore {
    private final Transactions transactions;
    private final Clock clock;
    private final boolean publish;
    private final int spoolThreshold;
    private final Path spool;

    JdbcOutgoingStore(Transactions transactions, Clock clock, int spoolThreshold, Path spool, boolean publish) {
        this.publish = publish;
        this.transactions = transactions;
        this.clock = clock;
        this.spoolThreshold = spoolThreshold;
        this.spool = spool;
    }

    @Override
    public Due due(MailboxClaim claim, String profile, Limits limits) {
        boolean anything = transactions.run(jdbc -> !jdbc.query(
                        "SELECT 1 FROM outgoing_email WHERE mailbox = ? AND due_at <= ?"
                                + " AND state IN ('PENDING_SEND', 'SENDING', 'UNCERTAIN', 'FAILED')"
                                + " UNION ALL SELECT 1 FROM outgoing_hold WHERE mailbox = ? LIMIT 1",
                        row -> row.getInt(1),
                        claim.mailbox(),
                        clock.instant(),
                        claim.mailbox())
                .isEmpty());
        if (!anything) {
            return new Due(List.of(), List.of(), Question.NONE, 0, List.of());
        }
        return transactions.run(jdbc -> {
            JdbcSyncStore.check(jdbc, claim, transactions.dialect().lock());
            return new OutgoingTable(jdbc, clock.instant()).due(claim.mailbox(), profile, limits);
        });
    }

    @Override
    public Optional<Email> email(UUID recordId) {
        return transactions.run(
                jdbc -> new EmailReading(jdbc, transactions.dialect(), spoolThreshold, spool).read(recordId));
    }

    @Override
    public List<String> references(UUID recordId) {
        return transactions.run(jdbc -> {
            List<String> all = new ArrayList<>(jdbc.query(
                    "SELECT message_id FROM email_reference WHERE record_id = ? AND role = 'REFERENCES' ORDER BY ordinal",
                    row -> row.getString(1),
                    recordId));
            if (all.isEmpty()) {
                all.addAll(jdbc.query(
                        "SELECT message_id FROM email_reference WHERE record_id = ? AND role = 'IN_REPLY_TO'"
                                + " ORDER BY ordinal LIMIT 1",
                        row -> row.getString(1),
                        recordId));
            }
            List<String> own = jdbc.query(
                    "SELECT message_id FROM email WHERE record_id = ? AND message_id IS NOT NULL",
                    row -> row.getString(1),
                    recordId);
            all.addAll(own);
            return own.isEmpty() ? List.of() : all;
        });
    }

    @Override
    public OutgoingMail begin(
            MailboxClaim claim,
            OutgoingMail mail,
            Email email,
            EmailIdentity identity,
            String profile,
            String transport) {
        return change(claim, mail, (jdbc, outgoing) -> {
            Instant now = clock.instant();
            rewrite(jdbc, mail, email, identity, now);
            return outgoing.change(
                    mail,
                    "state = ?, profile = ?, transport = ?, tried_at = ?, begun_at = COALESCE(begun_at, ?),"
                            + " draft_id = NULL, draft_change_key = NULL, discard_drafts = FALSE",
                    OutgoingState.SENDING,
                    profile,
                    transport,
                    now,
                    now);
        });
    }

    private void rewrite(Jdbc jdbc, OutgoingMail mail, Email email, EmailIdentity identity, Instant now) {
        RecordTable records = new RecordTable(jdbc, transactions.dialect());
        RecordHead head = records.locked(List.of(mail.recordId())).get(mail.recordId());
        records.lockedByIdentity(ItemKind.EMAIL, List.of(identity.key())).values().stream()
                .filter(same -> !same.id().equals(mail.recordId()))
                .findFirst()
                .ifPresent(same -> {
                    throw new IllegalArgumentException(mail.describe() + " is the same as record " + same.id()
                            + ": Message-ID, date, author and content are equal. Nobody gets it twice");
                });
        RecordHead next = new RecordHead(
                head.id(),
                ItemKind.EMAIL,
                identity.key(),
                identity.digest(),
                mail.mailbox(),
                head.receivedAt(),
                head.version() + 1,
                false);
        List<RowFailure> refused = new RecordWriter(jdbc, new ContentTable(jdbc, transactions.dialect()), now)
                .write(List.of(new RecordWrite(next, email, null)));
        if (!refused.isEmpty()) {
            throw new IllegalStateException(
                    mail.describe() + " can't be stored as it is sent: "
                            + refused.get(0).cause().getMessage(),
                    refused.get(0).cause());
        }
    }

    @Override
    public OutgoingMail drafted(MailboxClaim claim, OutgoingMail mail, ItemId draft) {
        return change(
                claim,
                mail,
                (jdbc, outgoing) ->
                        outgoing.change(mail, "draft_id = ?, draft_change_key = ?", draft.id(), draft.changeKey()));
    }

    @Override
    public OutgoingMail sent(MailboxClaim claim, OutgoingMail mail, String itemId, Submission submission) {
        return change(claim, mail, (jdbc, outgoing) -> {
            refusals(jdbc, mail, submission == null ? List.of() : submission.refused());
            return outgoing.change(
                    mail,
                    "state = ?, sent_at = ?, sent_item_id = ?, server_reply = ?, draft_id = NULL,"
                            + " draft_change_key = NULL, uncertain_since = NULL, last_code = NULL, last_reason = NULL",
                    OutgoingState.SENT,
                    clock.instant(),
                    itemId,
                    submission == null ? null : text(submission.reply()));
        });
    }

    private static void refusals(Jdbc jdbc, OutgoingMail mail, List<RefusedRecipient> refused) {
        jdbc.update("DELETE FROM outgoing_refusal WHERE record_id = ?", mail.recordId());
        List<Object[]> rows = new ArrayList<>();
        for (RefusedRecipient recipient : refused) {
            rows.add(Tables.OUTGOING_REFUSAL.fitted(
                    mail.recordId(),
                    rows.size(),
                    recipient.address().address(),
                    recipient.reply(),
                    recipient.permanent()));
        }
        jdbc.insert(Tables.OUTGOING_REFUSAL, rows);
    }

    @Override
    public OutgoingMail failed(MailboxClaim claim, OutgoingMail mail, String code, String reason) {
        return change(
                claim,
                mail,
                (jdbc, outgoing) -> outgoing.change(
                        mail,
                        "state = ?, last_code = ?, last_reason = ?, attempts = attempts + 1, due_at = ?,"
                                + " uncertain_since = NULL, discard_drafts = TRUE",
                        OutgoingState.FAILED,
                        code(code),
                        text(reason),
                        clock.instant()));
    }

    @Override
    public OutgoingMail uncertain(MailboxClaim claim, OutgoingMail mail, String code, String reason, Instant askAgain) {
        return change(
                claim,
                mail,
                (jdbc, outgoing) -> outgoing.change(
                        mail,
                        "state = ?, last_code = ?, last_reason = ?, attempts = attempts + 1, due_at = ?,"
                                + " uncertain_since = COALESCE(uncertain_since, ?)",
                        OutgoingState.UNCERTAIN,
                        code(code),
                        text(reason),
                        askAgain == null ? OutgoingTable.NEVER : askAgain,
                        clock.instant()));
    }

    @Override
    public OutgoingMail postponed(
            MailboxClaim claim,
            OutgoingMail mail,
            String code,
            String reason,
            int attempts,
            Instant dueAt,
            boolean untouched) {
        return change(
                claim,
                mail,
                (jdbc, outgoing) -> outgoing.change(
                        mail,
                        "last_code = ?, last_reason = ?, attempts = ?, due_at = ?"
                                + (untouched
                                        ? ", state = 'PENDING_SEND', profile = NULL, transport = NULL, begun_at = NULL"
                                        : ""),
                        code(code),
                        text(reason),
                        attempts,
                        dueAt));
    }

    @Override
    public OutgoingMail discarded(MailboxClaim claim, OutgoingMail mail) {
        return change(
                claim,
                mail,
                (jdbc, outgoing) ->
                        outgoing.change(mail, "draft_id = NULL, draft_change_key = NULL, discard_drafts = FALSE"));
    }

    private OutgoingMail change(
            MailboxClaim claim, OutgoingMail mail, BiFunction<Jdbc, OutgoingTable, OutgoingMail> work) {
        return transactions.runDurably(jdbc -> {
            JdbcSyncStore.check(jdbc, claim, transactions.dialect().lock());
            if (!claim.mailbox().equals(mail.mailbox())) {
                throw new LostRaceException(mail.describe() + " is not of " + claim.mailbox(), false, null);
            }
            Instant now = clock.instant();
            OutgoingMail after = work.apply(jdbc, new OutgoingTable(jdbc, now));
            if (publish) {
                OutgoingNews.promise(jdbc, transactions.dialect(), mail, after, now);
            }
            return after;
        });
    }

    private static String code(String code) {
        return StoredText.cut(StoredText.clean(code), 200);
    }

    private static String text(String text) {
        return StoredText.cut(StoredText.clean(text), 4000);
    }
}
