package org.exchangesync.check;

import java.util.List;
import java.util.Optional;

/** What the doctor asks of the program and its database. Each method may throw; that is a finding too. */
public interface Installation {

    /**
     * Connects to the database and writes a row that is taken back.
     *
     * @return what it is, in words: product, version, version of the tables
     */
    String database();

    /** What waits and what is in trouble. */
    Backlog backlog();

    /** The routes of this process; empty where the command runs beside the program, or without it. */
    Optional<Routes> routes();

    /** The way that alerts go to people or other systems; empty where they go to nobody. */
    Optional<AlertWay> alertWay();

    /** The way of alerts, for one that tries it. */
    interface AlertWay {
        /** Where they are sent, without secrets. */
        String target();

        /** Whether an alert that concerns no mailbox and no profile is sent to somebody. */
        boolean hasRecipient();

        /** Opens a test alert of level information, which the route sends like any other. */
        void send();

        /** Whether the route says that it arrived. */
        boolean arrived();

        /** Closes the test alert. */
        void close();
    }

    /**
     * What waits.
     *
     * @param actions remote actions that are owed to mailboxes
     * @param publications committed changes that are not published yet
     * @param pendingMails that are to be sent, or being sent
     * @param uncertainMails of which nobody knows whether they were sent
     * @param deadLetters that are open
     * @param postponed directions that are left alone for a while
     * @param disabled directions that wait for a person
     * @param stopped profiles whose breaker is open
     */
    record Backlog(
            long actions,
            long publications,
            long pendingMails,
            long uncertainMails,
            long deadLetters,
            int postponed,
            int disabled,
            List<String> stopped) {
        public Backlog {
            stopped = List.copyOf(stopped);
        }
    }

    /**
     * The routes of this process.
     *
     * @param started how many run
     * @param stopped the ids of those that don't
     */
    record Routes(int started, List<String> stopped) {
        public Routes {
            stopped = List.copyOf(stopped);
        }
    }
}
