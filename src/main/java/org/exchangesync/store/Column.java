package org.exchangesync.store;

import java.sql.Types;

/**
 * A column that is written.
 *
 * @param name as in the migration
 * @param sqlType of {@link Types}, needed for nulls: a batch whose nulls have no type is parsed anew for every row
 * @param length the most characters it takes, 0 for no limit
 */
record Column(String name, int sqlType, int length) {

    /** Text up to a length, in UTF-16 units: whatever the database counts as a character, it is never more than these. */
    static Column text(String name, int length) {
        return new Column(name, Types.VARCHAR, length);
    }

    /** Text without a limit. */
    static Column text(String name) {
        return new Column(name, Types.VARCHAR, 0);
    }

    static Column uuid(String name) {
        return new Column(name, Types.OTHER, 0);
    }

    static Column sha256(String name) {
        return text(name, 64);
    }

    static Column time(String name) {
        return new Column(name, Types.TIMESTAMP_WITH_TIMEZONE, 0);
    }

    static Column date(String name) {
        return new Column(name, Types.DATE, 0);
    }

    static Column integer(String name) {
        return new Column(name, Types.INTEGER, 0);
    }

    static Column bigint(String name) {
        return new Column(name, Types.BIGINT, 0);
    }

    static Column bool(String name) {
        return new Column(name, Types.BOOLEAN, 0);
    }

    boolean isText() {
        return sqlType == Types.VARCHAR;
    }
}
