package org.exchangesync.crash;

import java.util.Locale;

/**
 * How long and how hard: from system properties, so that the short form is part of every build and the long one a command.
 *
 * @param items about so many are put in
 * @param kills so often the program is killed at a random moment
 * @param allPoints whether it is killed at every named point, or at a few
 * @param database {@code h2} or {@code postgresql}
 * @param processes so many work on the database at once; more than one needs PostgreSQL
 * @param seed another one gives other items, actions and moments
 */
record Settings(int items, int kills, boolean allPoints, String database, int processes, long seed) {

    static Settings read() {
        int items = Integer.getInteger("crash.items", 300);
        String database = System.getProperty("crash.database", "h2").toLowerCase(Locale.ROOT);
        return new Settings(
                items,
                Integer.getInteger("crash.kills", 1),
                System.getProperty("crash.points", items < 1000 ? "few" : "all").equals("all"),
                database,
                database.equals("h2") ? 1 : Integer.getInteger("crash.processes", 2),
                Long.getLong("crash.seed", 1));
    }
}
