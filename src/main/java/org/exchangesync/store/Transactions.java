package org.exchangesync.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.StoreException;

/** Runs work in one transaction on one connection. Threadsafe. */
final class Transactions {
    private static final int TRIES = 3;

    private final DataSource connections;
    private final Dialect dialect;
    private final Runnable beforeWriting;
    private final Outage outage = new Outage();

    Transactions(DataSource connections, Dialect dialect) {
        this(connections, dialect, () -> {});
    }

    /**
     * @param beforeWriting asked before a transaction writes its first row; it may throw
     */
    Transactions(DataSource connections, Dialect dialect, Runnable beforeWriting) {
        this.connections = connections;
        this.dialect = dialect;
        this.beforeWriting = beforeWriting;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Commits when the work returns, rolls back when it throws. */
    <T> T run(Function<Jdbc, T> work) {
        return run(work, false);
    }

    /** As {@link #run}; returns only when the commit would survive a power failure. */
    <T> T runDurably(Function<Jdbc, T> work) {
        return run(work, true);
    }

    /** Rolls back, whatever becomes of the work. */
    <T> T runAndRollBack(Function<Jdbc, T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.apply(new Jdbc(connection));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlFaults.of("connect or roll back", e);
        }
    }

    /** As {@link #run}, for rows that are changed by few and for moments: whoever loses a race looks again. */
    <T> T runPatiently(Function<Jdbc, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(work);
            } catch (LostRaceException e) {
                if (attempt == TRIES) {
                    throw new StoreException("the rows are being changed by others all the time: " + e.getMessage(), e);
                }
            }
        }
    }

    private <T> T run(Function<Jdbc, T> work, boolean durably) {
        try {
            return attempt(work, durably);
        } catch (StoreException e) {
            outage.met(e);
            throw e;
        }
    }

    private <T> T attempt(Function<Jdbc, T> work, boolean durably) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            Jdbc jdbc = new Jdbc(connection, beforeWriting);
            try {
                result = work.apply(jdbc);
            } catch (Throwable failure) {
                rollBack(connection, failure);
                throw failure;
            }
            connection.commit();
            if (durably) {
                dialect.committed(connection);
            }
            if (jdbc.hasWritten()) {
                outage.written();
            }
            return result;
        } catch (SQLException e) {
            throw SqlFaults.of("connect or commit", e);
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
