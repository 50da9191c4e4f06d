package org.exchangesync.store;

import java.sql.SQLException;
import java.util.Set;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.StoreException;

/**
 * What an SQL error means for the engine: somebody else was faster, this row is bad, or the database can't be used.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 * @see <a href="https://h2database.com/javadoc/org/h2/api/ErrorCode.html">H2 error codes</a>
 */
final class SqlFaults {
    /**
     * Serialization failure, deadlock and lock time-out of both databases (HYT00 is H2's), H2's concurrent update; and
     * broken unique and foreign keys: whoever writes here has looked before, so a row appeared or went in between.
     */
    private static final Set<String> RACES =
            Set.of("40001", "40P01", "55P03", "HYT00", "90131", "23505", "23503", "23506");

    /** Program limits of PostgreSQL: an index row too large, for one. */
    private static final String LIMIT_EXCEEDED = "54";

    private static final Set<String> ROW_CLASSES = Set.of("22", "23", LIMIT_EXCEEDED);

    /** H2's DATABASE_ALREADY_OPEN_1. */
    private static final int FILE_IN_USE = 90020;

    private SqlFaults() {}

    /**
     * The exception to throw.
     *
     * @param doing what was tried, to follow "cannot"
     */
    static RuntimeException of(String doing, SQLException error) {
        SQLException cause = told(error);
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        String words = "cannot " + doing + ": " + cause.getMessage() + " (SQL state " + state + ")";
        if (RACES.contains(state)) {
            return new LostRaceException(words, false, error);
        }
        if (state.length() == 5 && ROW_CLASSES.contains(state.substring(0, 2))) {
            return new RowRefusedException(words, error);
        }
        return new StoreException(words, error);
    }

    /** Whether it says that another process has the file of an embedded database open. */
    static boolean isFileInUse(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && error.getErrorCode() == FILE_IN_USE) {
                return true;
            }
        }
        return false;
    }

    /** A failed batch says only that it failed; the reason comes next. */
    private static SQLException told(SQLException error) {
        return error.getNextException() != null && error instanceof java.sql.BatchUpdateException
                ? error.getNextException()
                : error;
    }
}
