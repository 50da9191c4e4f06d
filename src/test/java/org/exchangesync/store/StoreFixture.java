package org.exchangesync.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.exchangesync.alert.AlertStore;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.SyncTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A migrated database for a test class, emptied before each test, with two mailboxes and a clock that stands still. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreFixture {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String ANNA = "anna@example.org";
    static final String BERT = "bert@example.org";
    static final FolderKey ANNAS_INBOX = new FolderKey(ANNA, "ews", "inbox");
    static final FolderKey BERTS_INBOX = new FolderKey(BERT, "ews", "inbox");

    final SettableClock clock = new SettableClock();
    JdbcDatabase.Settings settings;
    JdbcDatabase database;
    SyncStore store;
    MailboxSchedule schedule;
    DirectionStore directions;
    ProfileBreakers breakers;
    AlertStore alerts;
    MailboxClaim anna;
    MailboxClaim bert;

    /** An empty database; called once for the class. */
    abstract JdbcDatabase.Settings make();

    @BeforeAll
    void open() {
        settings = make();
        database = JdbcDatabase.open(settings, clock);
        store = database.syncStore();
        schedule = database.mailboxSchedule();
        directions = database.directions();
        breakers = database.profileBreakers();
        alerts = database.alerts();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        clock.now = NOW;
        List.of(
                        "outgoing_hold",
                        "publication",
                        "remote_action",
                        "dead_letter_content",
                        "dead_letter",
                        "audit",
                        "parked_delete",
                        "delete_hold",
                        "folder_trouble",
                        "alert",
                        "profile_breaker",
                        "mailbox_direction",
                        "mailbox_server",
                        "link",
                        "record",
                        "content",
                        "folder_state",
                        "mailbox")
                .forEach(table -> sql("DELETE FROM " + table));
        schedule.register(Map.of(ANNA, "sales", BERT, "sales"));
        anna = claim(ANNA);
        bert = claim(BERT);
    }

    private MailboxClaim claim(String mailbox) {
        return schedule.claimDue(10, NOW, Duration.ofHours(1)).stream()
                .filter(claim -> claim.mailbox().equals(mailbox))
                .findFirst()
                .orElseGet(() -> {
                    MailboxClaim claim = new MailboxClaim(mailbox, "sales", UUID.randomUUID());
                    sql("UPDATE mailbox SET claim_token = ? WHERE mailbox = ?", claim.token(), mailbox);
                    return claim;
                });
    }

    void commit(Consumer<SyncTransaction> work) {
        store.inTransaction(anna, tx -> {
            work.accept(tx);
            return null;
        });
    }

    <K, V> Map<K, V> find(Function<SyncTransaction, Map<K, V>> work) {
        return store.inTransaction(anna, work);
    }

    <T> List<T> list(Function<SyncTransaction, List<T>> work) {
        return store.inTransaction(anna, work);
    }

    int count(ToIntFunction<SyncTransaction> work) {
        return store.inTransaction(anna, work::applyAsInt);
    }

    int sql(String statement, Object... parameters) {
        return transactions().run(jdbc -> jdbc.update(statement, parameters));
    }

    /** The one value of the one row of a query, as text. */
    String value(String query, Object... parameters) {
        List<String> values = values(query, parameters);
        if (values.size() != 1) {
            throw new AssertionError("one row expected of " + query + ", not " + values);
        }
        return values.get(0);
    }

    /** The first column of a query, as text. */
    List<String> values(String query, Object... parameters) {
        return transactions()
                .run(jdbc -> jdbc.query(query, row -> row.getObject(1) == null ? null : row.getString(1), parameters));
    }

    Transactions transactions() {
        return new Transactions(database.dataSource(), Dialect.of(settings.url()));
    }

    /** Stands still until it is set. */
    static final class SettableClock extends Clock {
        volatile Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
