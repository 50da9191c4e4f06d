package org.exchangesync.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.exchangesync.sync.StoreException;

/**
 * Makes the tables in a file of H2's, or changes them, as a whole. H2 commits each such statement by itself, so a process
 * that died between two of them would leave tables that no script fits. Therefore the scripts run in a copy, which takes the
 * file's place when they are done; what is left of an earlier attempt is thrown away.
 */
final class H2FileMigration {
    private static final String COPY = ".migrating";
    private static final String LOCK = ".migrating.lock";

    private H2FileMigration() {}

    /**
     * Does so where scripts are to be run, and nothing otherwise.
     *
     * @throws StoreException if the file can't be opened or migrated; it is then as it was
     */
    static void run(H2File file, JdbcDatabase.Settings settings, Dialect dialect) {
        if (Files.exists(file.path()) && !arePending(settings, dialect)) {
            return;
        }
        Path lock = file.beside(LOCK).path();
        try {
            Files.createDirectories(lock.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock locked = channel.tryLock()) {
                if (locked == null) {
                    throw new StoreException(
                            "the database in " + file.path()
                                    + " is being migrated by another process. Only one can use it.",
                            null);
                }
                migrate(file, settings, dialect);
                Files.deleteIfExists(lock);
            }
        } catch (IOException e) {
            throw new StoreException(
                    "cannot migrate the database in " + file.path() + ": " + e
                            + ". See that its folder can be written to and has room for a second copy of the file.",
                    e);
        }
    }

    private static boolean arePending(JdbcDatabase.Settings settings, Dialect dialect) {
        try (HikariDataSource open = JdbcDatabase.connect(settings, dialect)) {
            return new Migrations(open, dialect, settings).arePending();
        }
    }

    private static void migrate(H2File file, JdbcDatabase.Settings settings, Dialect dialect) throws IOException {
        H2File copy = file.beside(COPY);
        Files.deleteIfExists(copy.path());
        if (Files.exists(file.path())) {
            // Nobody else can open the file while it is open here.
            try (HikariDataSource open = JdbcDatabase.connect(settings, dialect)) {
                checkpoint(open);
                Files.copy(file.path(), copy.path());
                runScripts(copy, settings, dialect);
            }
        } else {
            runScripts(copy, settings, dialect);
        }
        Files.move(copy.path(), file.path(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void runScripts(H2File copy, JdbcDatabase.Settings settings, Dialect dialect) {
        JdbcDatabase.Settings there =
                new JdbcDatabase.Settings(copy.url(), settings.user(), settings.password(), settings.connections());
        try (HikariDataSource open = JdbcDatabase.connect(there, dialect)) {
            new Migrations(open, dialect, settings).run();
        }
    }

    private static void checkpoint(HikariDataSource open) {
        try (Connection connection = open.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw SqlFaults.of("write the database to its file", e);
        }
    }
}
