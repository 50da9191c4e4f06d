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
import org.junit.jupiter.api.Test;

/** What operations staff decide, and that it is noted, the same on every database. */
abstract class OperationsStoresContract extends StoreFixture {
    private static final FolderKey CALENDAR = new FolderKey(ANNA, "ews", "calendar");
    private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, 10);

    @Test
    void aQuestionIsAnsweredAndTheActIsNotedWithIt() {
        DeleteHold question = new DeleteHold(CALENDAR, 7, new FolderLoss(25, 60), null);
        commit(tx -> tx.deletes().hold(question));
        clock.now = NOW.plusSeconds(60);

        assertThat(database.heldDeletes().all()).containsExactly(new Held(question, NOW));
        assertThat(database.heldDeletes().answer(CALENDAR, Answer.APPLY, "she left", "maria"))
                .isTrue();
        assertThat(database.heldDeletes().all())
                .extracting(held -> held.hold().answer())
                .containsExactly(Answer.APPLY);
        assertThat(database.auditLog().find(ALL))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(new AuditEntry(
                        0, NOW.plusSeconds(60), "maria", "deletes-applied", "folder calendar", ANNA, "she left"));
    }

    @Test
    void whatIsNotAskedAnyMoreCannotBeAnsweredAndIsNotNoted() {
        assertThat(database.heldDeletes().answer(CALENDAR, Answer.KEEP, null, "maria"))
                .isFalse();
        assertThat(database.auditLog().find(ALL)).isEmpty();
    }

    @Test
    void anActThatCannotBeNotedIsNotDone() {
        commit(tx -> tx.deletes().hold(new DeleteHold(CALENDAR, 7, new FolderLoss(25, 60), null)));
        sql("ALTER TABLE audit ADD CONSTRAINT nobody CHECK (who <> 'nobody')");
        try {
            assertThatThrownBy(() -> database.heldDeletes().answer(CALENDAR, Answer.APPLY, null, "nobody"))
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
        act("maria", "deletes-applied", "folder calendar", ANNA);
        clock.now = NOW.plus(Duration.ofHours(1));
        act("jo", "edited", "dead-letter 17", ANNA);
        act("jo", "discarded", "dead-letter 18", BERT);

        assertThat(subjects(ALL)).containsExactly("dead-letter 18", "dead-letter 17", "folder calendar");
        assertThat(subjects(new AuditQuery("maria", null, null, null, null, 10)))
                .containsExactly("folder calendar");
        assertThat(subjects(new AuditQuery(null, "edited", null, null, null, 10)))
                .containsExactly("dead-letter 17");
        assertThat(subjects(new AuditQuery("jo", null, "dead-letter 18", null, null, 10)))
                .containsExactly("dead-letter 18");
        assertThat(subjects(new AuditQuery(null, null, null, BERT, null, 10))).containsExactly("dead-letter 18");
        assertThat(subjects(new AuditQuery(null, null, null, null, NOW.plusSeconds(1), 10)))
                .containsExactly("dead-letter 18", "dead-letter 17");
        assertThat(subjects(new AuditQuery(null, null, null, null, null, 1))).containsExactly("dead-letter 18");
    }

    private void act(String who, String act, String subject, String mailbox) {
        transactions().run(jdbc -> {
            AuditTable audit = new AuditTable(jdbc, clock.instant());
            audit.add(who, act, subject, mailbox, null);
            audit.flush();
            return null;
        });
    }

    private List<String> subjects(AuditQuery query) {
        return database.auditLog().find(query).stream().map(AuditEntry::subject).toList();
    }
}
