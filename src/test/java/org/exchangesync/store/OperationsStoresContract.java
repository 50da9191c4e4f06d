package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.DeleteHold.Answer;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderLoss;
import org.exchangesync.sync.HeldDeletes.Held;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.audit.AuditLog.AuditQuery;
import org.exchangesync.sync.audit.AuditLog.StoredEntry;
import org.junit.jupiter.api.Test;

/** What operations staff decide, and that it is noted, the same on every database. */
abstract class OperationsStoresContract extends StoreFixture {
    private static final FolderKey CALENDAR = new FolderKey(ANNA, "ews", "calendar");
    private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, 10);

    @Test
    void aQuestionIsAnsweredAndTheActIsNotedWithIt() {
        DeleteHold question = new DeleteHold(CALENDAR, 7, new FolderLoss(25, 60), null);
        commit(tx -> tx.deletes().hold(question));
        AuditEntry act = new AuditEntry("maria", "deletes.apply", null, ANNA, "calendar", "25 of 60 items");
        clock.now = NOW.plusSeconds(60);

        assertThat(database.heldDeletes().all()).containsExactly(new Held(question, NOW));
        assertThat(database.heldDeletes().answer(CALENDAR, Answer.APPLY, act)).isTrue();
        assertThat(database.heldDeletes().all())
                .extracting(held -> held.hold().answer())
                .containsExactly(Answer.APPLY);
        assertThat(database.auditLog().find(ALL)).singleElement().satisfies(stored -> {
            assertThat(stored.entry()).isEqualTo(act);
            assertThat(stored.at()).isEqualTo(NOW.plusSeconds(60));
        });
    }

    @Test
    void whatIsNotAskedAnyMoreCannotBeAnsweredAndIsNotNoted() {
        AuditEntry act = new AuditEntry("maria", "deletes.keep", null, ANNA, "calendar", null);
        assertThat(database.heldDeletes().answer(CALENDAR, Answer.KEEP, act)).isFalse();
        assertThat(database.auditLog().find(ALL)).isEmpty();
    }

    @Test
    void anActThatCannotBeNotedIsNotDone() {
        commit(tx -> tx.deletes().hold(new DeleteHold(CALENDAR, 7, new FolderLoss(25, 60), null)));
        sql("ALTER TABLE audit ADD CONSTRAINT nobody CHECK (actor <> 'nobody')");
        try {
            AuditEntry act = new AuditEntry("nobody", "deletes.apply", null, ANNA, "calendar", null);
            assertThatThrownBy(() -> database.heldDeletes().answer(CALENDAR, Answer.APPLY, act))
                    .isInstanceOf(RuntimeException.class);
            assertThat(database.heldDeletes().all())
                    .extracting(held -> held.hold().answer())
                    .containsOnlyNulls();
        } finally {
            sql("ALTER TABLE audit DROP CONSTRAINT nobody");
        }
    }

    @Test
    void actsAreFoundByWhoWhatWhereAndWhen() {
        act("maria", "deletes.apply", ANNA, "calendar");
        clock.now = NOW.plus(Duration.ofHours(1));
        act("jo", "dead-letter.replay", ANNA, "17");
        act("jo", "dead-letter.discard", BERT, "18");

        assertThat(subjects(ALL)).containsExactly("18", "17", "calendar");
        assertThat(subjects(new AuditQuery("maria", null, null, null, null, 10)))
                .containsExactly("calendar");
        assertThat(subjects(new AuditQuery(null, "dead-letter", null, null, null, 10)))
                .containsExactly("18", "17");
        assertThat(subjects(new AuditQuery(null, "dead-letter.replay", null, null, null, 10)))
                .containsExactly("17");
        assertThat(subjects(new AuditQuery(null, "dead", null, null, null, 10))).isEmpty();
        assertThat(subjects(new AuditQuery(null, null, BERT, null, null, 10))).containsExactly("18");
        assertThat(subjects(new AuditQuery(null, null, null, "17", null, 10))).containsExactly("17");
        assertThat(subjects(new AuditQuery(null, null, null, null, NOW.plusSeconds(1), 10)))
                .containsExactly("18", "17");
        assertThat(subjects(new AuditQuery(null, null, null, null, null, 1))).containsExactly("18");
    }

    @Test
    void aLongReasonIsCutRatherThanRefused() {
        transactions().run(jdbc -> {
            new AuditTable(jdbc).add(new AuditEntry("jo", "x", null, null, null, "é".repeat(5000) + "\0"), NOW);
            return null;
        });
        assertThat(database.auditLog().find(ALL))
                .singleElement()
                .satisfies(stored -> assertThat(stored.entry().detail()).hasSize(4000));
    }

    private void act(String actor, String act, String mailbox, String subject) {
        transactions().run(jdbc -> {
            new AuditTable(jdbc).add(new AuditEntry(actor, act, null, mailbox, subject, null), clock.instant());
            return null;
        });
    }

    private List<String> subjects(AuditQuery query) {
        return database.auditLog().find(query).stream()
                .map(StoredEntry::entry)
                .map(AuditEntry::subject)
                .toList();
    }
}
