package org.exchangesync.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.exchangesync.alert.AlertStore;
import org.exchangesync.check.CheckStore;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.profile.DeclarationStore;
import org.exchangesync.profile.SecretStore;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.HeldDeletes;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.StoreException;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.audit.AuditLog;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.sync.outbox.OwedStore;
import org.exchangesync.sync.outgoing.OutgoingEntrance;
import org.exchangesync.sync.outgoing.OutgoingMails;
import org.exchangesync.sync.outgoing.OutgoingStore;
import org.exchangesync.sync.publication.PublicationStore;
import org.exchangesync.transport.ServerLocations;

/**
 * An open database: a pool of connections, migrated, with the stores over it. This class is threadsafe.
 *
 * @see <a href="https://documentation.red-gate.com/flyway">Flyway</a>
 */
public final class JdbcDatabase implements AutoCloseable {
    /** So long a worker waits for a database that doesn't answer before it says so. */
    private static final long CONNECT_MILLIS = 10_000;

    private final HikariDataSource pool;
    private final Transactions transactions;
    private final Clock clock;
    private final RetryLadder retries;

    private JdbcDatabase(HikariDataSource pool, Dialect dialect, Clock clock, RetryLadder retries, Runnable room) {
        this.pool = pool;
        this.transactions = new Transactions(pool, dialect, room);
        this.clock = clock;
        this.retries = retries;
    }

    /**
     * Where a database is and how to get in.
     *
     * @param url {@code jdbc:h2:file:…} or {@code jdbc:postgresql:…}
     * @param user or null
     * @param password or null
     * @param connections the most connections at a time: one for each worker, and a few more
     * @param reserve bytes that are left free on the disk of an embedded database
     */
    public record Settings(String url, String user, String password, int connections, long reserve) {
        private static final long RESERVE = 100L << 20;

        public Settings {
            Objects.requireNonNull(url, "url");
        }

        /** With the usual reserve of 100 MB. */
        public Settings(String url, String user, String password, int connections) {
            this(url, user, password, connections, RESERVE);
        }

        /** A file of H2's in this process, made when it isn't there; {@code .mv.db} is added to the name. */
        public static Settings inFile(Path file) {
            return new Settings("jdbc:h2:file:" + file.toAbsolutePath(), "sa", "", 10);
        }

        /** The file that only one process can have open; empty where several can use the database at once. */
        public Optional<Path> exclusiveFile() {
            String settings = url.toLowerCase(Locale.ROOT);
            return settings.contains("auto_server=true") || settings.contains("file_lock=no")
                    ? Optional.empty()
                    : H2File.of(url).map(H2File::path);
        }

        /** Never shows the password. */
        @Override
        public String toString() {
            return "Settings[" + url.replaceAll("(?i)(password=)[^;&]*", "$1…") + ", user " + user + "]";
        }
    }

    /**
     * Opens a database and brings its tables up to date.
     *
     * @throws StoreException if it can't be reached, holds other tables, or was migrated by a newer program
     * @throws IllegalArgumentException if the URL is of a database that is not known here
     */
    public static JdbcDatabase open(Settings settings, Clock clock) {
        return open(settings, clock, RetryLadder.IN_MINUTES);
    }

    /**
     * As {@link #open(Settings, Clock)}.
     *
     * @param retries how long failed remote actions and publications are left alone
     */
    public static JdbcDatabase open(Settings settings, Clock clock, RetryLadder retries) {
        return open(settings, clock, retries, DiskRoom::usable);
    }

    static JdbcDatabase open(Settings settings, Clock clock, RetryLadder retries, ToLongFunction<Path> usable) {
        Dialect dialect = Dialect.of(settings.url());
        H2File.of(settings.url()).ifPresent(file -> H2FileMigration.run(file, settings, dialect));
        HikariDataSource pool = connect(settings, dialect);
        try {
            check(pool, dialect);
            new Migrations(pool, dialect, settings).run();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new JdbcDatabase(pool, dialect, clock, retries, room(settings, usable));
    }

    /**
     * Opens a database that is there, and changes nothing of its tables: for whoever comes beside the program.
     *
     * @throws FileInUseException if it is a file that another process has open
     * @throws StoreException if it can't be reached, or its tables are of another version of the program
     */
    public static JdbcDatabase openAsItIs(Settings settings, Clock clock) {
        Dialect dialect = Dialect.of(settings.url());
        HikariDataSource pool = connect(settings, dialect);
        try {
            new Migrations(pool, dialect, settings).requireNone();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new JdbcDatabase(pool, dialect, clock, RetryLadder.IN_MINUTES, room(settings, DiskRoom::usable));
    }

    private static Runnable room(Settings settings, ToLongFunction<Path> usable) {
        return H2File.of(settings.url())
                .map(file -> new DiskRoom(file.path(), settings.reserve(), usable))
                .<Runnable>map(room -> room::require)
                .orElse(() -> {});
    }

    /** Another process has the file of an embedded database open. */
    public static final class FileInUseException extends StoreException {
        private static final long serialVersionUID = 1L;

        FileInUseException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static HikariDataSource connect(Settings settings, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("exchange-sync-store");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(CONNECT_MILLIS);
        dialect.configure(config);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            String message = "cannot open the database of " + settings + ": " + reason(e)
                    + ". Check the URL, the user, and that no other process holds the file.";
            throw SqlFaults.isFileInUse(e) ? new FileInUseException(message, e) : new StoreException(message, e);
        }
    }

    private static void check(DataSource connections, Dialect dialect) {
        try (Connection connection = connections.getConnection()) {
            dialect.check(connection);
        } catch (SQLException e) {
            throw SqlFaults.of("look at the database", e);
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Whether nobody but this process can have the database open now: a file of H2's, which is locked. */
    public boolean isExclusive() {
        return exclusiveFile().isPresent();
    }

    /** The file that nobody but this process can have open now; empty where others can use the database too. */
    public Optional<Path> exclusiveFile() {
        return new Settings(pool.getJdbcUrl(), null, null, 1).exclusiveFile();
    }

    /** Records, links, states and promises. */
    public SyncStore syncStore() {
        return new JdbcSyncStore(transactions, clock, retries);
    }

    /** Committed changes on their way to other systems. */
    public PublicationStore publicationStore() {
        return new JdbcPublicationStore(transactions, clock, retries);
    }

    /** Copies of new dead letters that are owed to a queue or topic. */
    public OwedStore<StoredLetter> mirrorStore() {
        return JdbcOwedStore.letters(transactions, clock);
    }

    /**
     * Mail on its way out.
     *
     * @param spoolThreshold larger contents go through files
     * @param spool the folder of such files
     * @param publish whether other systems are told how it ended
     */
    public OutgoingStore outgoingStore(int spoolThreshold, Path spool, boolean publish) {
        return new JdbcOutgoingStore(transactions, clock, spoolThreshold, spool, publish);
    }

    /**
     * Where mail that is to be sent comes in.
     *
     * @param newId makes the ids of records
     */
    public OutgoingEntrance outgoingEntrance(Supplier<UUID> newId) {
        return new JdbcOutgoingEntrance(transactions, newId, clock);
    }

    /**
     * What people see and decide of mail on its way out.
     *
     * @param publish whether other systems are told what they decide
     */
    public OutgoingMails outgoingMails(boolean publish) {
        return new JdbcOutgoingMails(transactions, clock, publish);
    }

    /** What people do with dead letters. */
    public DeadLetterStore deadLetterStore() {
        return new JdbcDeadLetterStore(transactions, clock);
    }

    /** Which mailbox is due, and who works on it. */
    public MailboxSchedule mailboxSchedule() {
        return new JdbcMailboxSchedule(transactions, clock);
    }

    /** Questions about deletes that a person answers. */
    public HeldDeletes heldDeletes() {
        return new JdbcHeldDeletes(transactions, clock);
    }

    /** Alerts that are to be sent to people. */
    public OwedStore<AlertStore.StoredAlert> alertOutbox() {
        return JdbcOwedStore.alerts(transactions, clock);
    }

    /** What files and people declare. */
    public DeclarationStore declarations() {
        return new JdbcDeclarationStore(transactions, clock);
    }

    /** Secrets that are kept in the database. */
    public SecretStore secrets() {
        return new JdbcSecretStore(transactions, clock);
    }

    /** Tests of mailboxes that are asked for. */
    public MailboxTests mailboxTests() {
        return new JdbcMailboxTests(transactions, clock);
    }

    /** What the doctor asks of the database. */
    public DatabaseState state() {
        return new DatabaseState(transactions);
    }

    /** What tests found. */
    public CheckStore checks() {
        return new JdbcCheckStore(transactions, clock);
    }

    /** Who did what. */
    public AuditLog auditLog() {
        return query -> transactions.run(jdbc -> new AuditTable(jdbc, clock.instant()).find(query));
    }

    /** Directions of mailboxes that are left alone. */
    public DirectionStore directions() {
        return new JdbcDirectionStore(transactions, clock);
    }

    /** Profiles that can't be used. */
    public ProfileBreakers profileBreakers() {
        return new JdbcProfileBreakers(transactions, clock);
    }

    /** What a person has to know. */
    public AlertStore alerts() {
        return new JdbcAlertStore(transactions, clock);
    }

    /** On which servers mailboxes are, as Autodiscover said. */
    public ServerLocations serverLocations() {
        return new JdbcServerLocations(transactions);
    }

    /** What operations and tests read. */
    public RecordReader records() {
        return new RecordReader(transactions);
    }

    /** The pool, for what has SQL of its own, such as a clustered Quartz. */
    public DataSource dataSource() {
        return pool;
    }

    /** Closes all connections, and with the last one an embedded database. */
    @Override
    public void close() {
        pool.close();
    }
}
