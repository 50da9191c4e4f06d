package org.exchangesync.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.exchangesync.item.Content;
import org.exchangesync.item.ItemKind;
import org.exchangesync.store.LetterRows.Condition;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.deadletter.ActResult;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.LetterTexts;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.exchangesync.sync.deadletter.StoredLetter;

/** What people do with dead letters; each act is one transaction. This class is threadsafe. */
final class JdbcDeadLetterStore implements DeadLetterStore {
    private static final int TRIES = 3;

    private final Transactions transactions;
    private final Clock clock;

    JdbcDeadLetterStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<StoredLetter> find(LetterQuery query) {
        return transactions.run(jdbc -> find(jdbc, query));
    }

    private static List<StoredLetter> find(Jdbc jdbc, LetterQuery query) {
        Condition condition = LetterRows.condition(query);
        return jdbc.query(
                LetterRows.SELECT + condition.sql() + " ORDER BY l.last_seen DESC, l.dead_letter_id DESC LIMIT ?",
                LetterRows::letter,
                condition.with(query.limit()));
    }

    @Override
    public long count(LetterQuery query) {
        Condition condition = LetterRows.condition(query);
        return transactions
                .run(jdbc -> jdbc.query(
                        "SELECT COUNT(*) FROM dead_letter l" + condition.sql(),
                        row -> row.getLong(1),
                        condition.parameters().toArray()))
                .get(0);
    }

    @Override
    public Map<String, Long> openByCode() {
        Map<String, Long> counts = new LinkedHashMap<>();
        transactions.run(jdbc -> jdbc.query(
                "SELECT code, COUNT(*) FROM dead_letter WHERE state = 'OPEN' GROUP BY code ORDER BY 2 DESC, 1",
                row -> counts.put(String.valueOf(row.getString(1)), row.getLong(2))));
        return counts;
    }

    @Override
    public Optional<StoredLetter> get(long id) {
        return find(LetterQuery.of(List.of(id))).stream().findFirst();
    }

    @Override
    public Optional<LetterTexts> texts(long id) {
        return transactions
                .run(jdbc -> jdbc.query(
                        "SELECT exception, item_json, edited_json, mailbox_properties, resume_json FROM dead_letter"
                                + " WHERE dead_letter_id = ?",
                        row -> new LetterTexts(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        id))
                .stream()
                .findFirst();
    }

    @Override
    public boolean copyOriginal(long id, OutputStream target) {
        return copy(id, "original_sha256", target);
    }

    @Override
    public boolean copyEdited(long id, OutputStream target) {
        return copy(id, "edited_sha256", target);
    }

    private boolean copy(long id, String column, OutputStream target) {
        List<String> sha256 = transactions.run(jdbc -> jdbc.query(
                "SELECT " + column + " FROM dead_letter WHERE dead_letter_id = ? AND " + column + " IS NOT NULL",
                row -> row.getString(1),
                id));
        return !sha256.isEmpty() && copyContent(sha256.get(0), target);
    }

    @Override
    public boolean copyContent(String sha256, OutputStream target) {
        return transactions.run(jdbc -> {
            try {
                return transactions.dialect().copyContent(jdbc, sha256, target);
            } catch (SQLException e) {
                throw SqlFaults.of("read content " + sha256, e);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot copy content " + sha256, e);
            }
        });
    }

    @Override
    public List<StoredLetter> dueReplays(String mailbox, String transport, int limit) {
        return transactions.run(jdbc -> jdbc.query(
                LetterRows.SELECT
                        + " WHERE l.mailbox = ? AND l.transport = ? AND l.state = 'REPLAYING' AND l.replay_due_at <= ?"
                        + " ORDER BY l.dead_letter_id LIMIT ?",
                LetterRows::letter,
                mailbox,
                transport,
                clock.instant(),
                limit));
    }

    @Override
    public ActResult requestReplay(LetterQuery query, ReplayOptions options, String who) {
        Objects.requireNonNull(options, "options");
        return act(
                query, who, "replay-requested", options.describe(), JdbcDeadLetterStore::notToReplay, (jdbc, ids) -> {
                    Instant now = clock.instant();
                    jdbc.updateByKeys(
                            "UPDATE dead_letter SET state = 'REPLAYING', replay_by = ?, replay_requested_at = ?,"
                                    + " replay_from_start = ?, replay_from_mailbox = ?, replay_move_back = ?, replay_due_at = ?,"
                                    + " replay_waits = 0 WHERE dead_letter_id = ANY(?)",
                            ids,
                            StoredText.cut(StoredText.clean(who), 200),
                            now,
                            options.fromStart(),
                            options.fromMailbox(),
                            options.moveBack(),
                            now);
                    jdbc.queryByKeys(
                                    "SELECT DISTINCT mailbox FROM dead_letter WHERE dead_letter_id = ANY(?)",
                                    row -> row.getString(1),
                                    ids)
                            .forEach(mailbox -> jdbc.update(JdbcMailboxSchedule.DUE_NOW, now, now, mailbox));
                });
    }

    @Override
    public ActResult checkReplay(LetterQuery query) {
        List<Long> ids = new ArrayList<>();
        Map<Long, String> refused = new TreeMap<>();
        judge(query, find(query), JdbcDeadLetterStore::notToReplay, refused).forEach(letter -> ids.add(letter.id()));
        return new ActResult(ids, refused);
    }

    /** Those letters that allow something; why not, for the others and for numbers that no letter has. */
    private static List<StoredLetter> judge(
            LetterQuery query,
            List<StoredLetter> letters,
            Function<StoredLetter, String> refusal,
            Map<Long, String> refused) {
        query.ids().forEach(id -> refused.put(id, "there is no such dead letter, or the other criteria exclude it"));
        List<StoredLetter> allowed = new ArrayList<>();
        for (StoredLetter letter : letters) {
            String reason = refusal.apply(letter);
            if (reason == null) {
                refused.remove(letter.id());
                allowed.add(letter);
            } else {
                refused.put(letter.id(), reason);
            }
        }
        return allowed;
    }

    private static String notToReplay(StoredLetter letter) {
        if (letter.failure().code() != null && letter.failure().code().startsWith("ErrorVirus")) {
            return "a virus scanner found malware in it: it is never replayed. Discard it";
        }
        return resolved(letter);
    }

    private static String resolved(StoredLetter letter) {
        return letter.state().isResolved()
                ? "it is resolved (" + letter.state() + ", "
                        + letter.resolution().at() + " by "
                        + letter.resolution().by() + ")"
                : null;
    }

    @Override
    public ActResult cancelReplay(LetterQuery query, String who) {
        Function<StoredLetter, String> check =
                letter -> letter.state() == LetterState.REPLAYING ? null : "no replay of it is asked for";
        return act(
                query,
                who,
                "replay-cancelled",
                null,
                check,
                (jdbc, ids) ->
                        jdbc.updateByKeys("UPDATE dead_letter SET state = 'OPEN' WHERE dead_letter_id = ANY(?)", ids));
    }

    @Override
    public ActResult discard(LetterQuery query, String reason, String who) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("a dead letter is discarded with a reason only");
        }
        return act(
                query,
                who,
                "discarded",
                reason,
                JdbcDeadLetterStore::resolved,
                (jdbc, ids) -> jdbc.updateByKeys(
                        "UPDATE dead_letter SET state = 'DISCARDED', resolved_at = ?, resolved_by = ?, resolution = ?"
                                + " WHERE dead_letter_id = ANY(?)",
                        ids,
                        clock.instant(),
                        StoredText.cut(StoredText.clean(who), 200),
                        StoredText.cut(StoredText.clean(reason), 4000)));
    }

    private interface Work {
        void on(Jdbc jdbc, List<Long> ids);
    }

    /** Does something to those letters that allow it, and writes an audit row for each. */
    private ActResult act(
            LetterQuery query,
            String who,
            String act,
            String details,
            Function<StoredLetter, String> refusal,
            Work work) {
        checkName(who);
        return patiently(jdbc -> {
            List<Long> ids = new ArrayList<>();
            Map<Long, String> refused = new TreeMap<>();
            AuditTable audit = new AuditTable(jdbc, clock.instant());
            judge(query, locked(jdbc, query), refusal, refused).forEach(letter -> {
                ids.add(letter.id());
                audit.add(who, act, AuditEntry.letter(letter.id()), letter.mailbox(), details);
            });
            if (!ids.isEmpty()) {
                work.on(jdbc, ids);
                audit.flush();
            }
            return new ActResult(ids, refused);
        });
    }

    /** The engine locks the row of a mailbox before its letters: so does everybody. */
    private List<StoredLetter> locked(Jdbc jdbc, LetterQuery query) {
        List<StoredLetter> found = find(jdbc, query);
        Set<String> mailboxes = new TreeSet<>();
        found.forEach(letter -> mailboxes.add(letter.mailbox()));
        lock(jdbc, mailboxes);
        List<Long> ids = found.stream().map(StoredLetter::id).sorted().toList();
        return ids.isEmpty() ? List.of() : find(jdbc, LetterQuery.of(ids));
    }

    private void lock(Jdbc jdbc, Set<String> mailboxes) {
        for (String mailbox : mailboxes) {
            jdbc.query(
                    "SELECT mailbox FROM mailbox WHERE mailbox = ?"
                            + transactions.dialect().lock(),
                    row -> row.getString(1),
                    mailbox);
        }
    }

    @Override
    public void editOriginal(long id, Content content, String who) {
        edit(id, who, content == null ? "original restored" : content.size() + " bytes", (jdbc, letter) -> {
            if (letter.kind() != ItemKind.EMAIL) {
                throw new IllegalArgumentException("dead letter " + id + " is of a "
                        + letter.kind().label() + ", which has no MIME: edit its JSON");
            }
            if (content != null) {
                new ContentTable(jdbc, transactions.dialect()).add(List.of(content));
            }
            jdbc.update(
                    "UPDATE dead_letter SET edited_sha256 = ?, edited_json = NULL WHERE dead_letter_id = ?",
                    content == null ? null : content.sha256(),
                    id);
        });
    }

    @Override
    public void editItem(long id, String json, String who) {
        edit(
                id,
                who,
                json == null ? "item restored" : json.length() + " characters",
                (jdbc, letter) -> jdbc.update(
                        "UPDATE dead_letter SET edited_json = ?, edited_sha256 = NULL WHERE dead_letter_id = ?",
                        StoredText.clean(json),
                        id));
    }

    private interface Edit {
        void of(Jdbc jdbc, StoredLetter letter);
    }

    private void edit(long id, String who, String details, Edit edit) {
        checkName(who);
        patiently(jdbc -> {
            StoredLetter letter = locked(jdbc, LetterQuery.of(List.of(id))).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no dead letter " + id));
            if (letter.state().isResolved()) {
                throw new IllegalArgumentException("dead letter " + id + " can't be edited: " + resolved(letter));
            }
            String before = letter.kept().editedSha256();
            edit.of(jdbc, letter);
            jdbc.update(
                    "UPDATE dead_letter SET edited_by = CASE WHEN edited_sha256 IS NULL AND edited_json IS NULL THEN NULL"
                            + " ELSE CAST(? AS VARCHAR(200)) END,"
                            + " edited_at = CASE WHEN edited_sha256 IS NULL AND edited_json IS NULL THEN NULL"
                            + " ELSE CAST(? AS TIMESTAMP WITH TIME ZONE) END WHERE dead_letter_id = ?",
                    StoredText.cut(StoredText.clean(who), 200),
                    clock.instant(),
                    id);
            AuditTable audit = new AuditTable(jdbc, clock.instant());
            audit.add(
                    who,
                    "edited",
                    AuditEntry.letter(id),
                    letter.mailbox(),
                    details + (before == null ? "" : "; the edit before was " + before));
            audit.flush();
            return null;
        });
    }

    private static void checkName(String who) {
        if (who == null || who.isBlank()) {
            throw new IllegalArgumentException("who does it must be told: it stands in the audit");
        }
    }

    @Override
    public List<AuditEntry> history(long id) {
        return transactions.run(jdbc -> new AuditTable(jdbc, clock.instant()).of(AuditEntry.letter(id)));
    }

    @Override
    public List<AuditEntry> audit(Instant since, int limit) {
        return transactions.run(jdbc -> new AuditTable(jdbc, clock.instant()).since(since, limit));
    }

    @Override
    public int deleteResolved(Instant before, int limit) {
        return patiently(jdbc -> new LetterCleaning(jdbc, transactions.dialect()).run(before, limit));
    }

    /** Letters are changed by few and for moments: whoever loses a race looks again. */
    private <T> T patiently(Function<Jdbc, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.runDurably(work);
            } catch (LostRaceException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }
}
