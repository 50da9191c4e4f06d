package org.exchangesync.ops.cli;

import java.io.PrintWriter;
import java.time.Clock;
import org.exchangesync.ops.Operations;

/**
 * One command on its way: what it can do, whom it talks to, and the options that all commands have.
 *
 * @param operations null where a command is only understood
 */
record Session(Operations operations, Terminal terminal, Clock clock, GeneralOptions general) {

    PrintWriter out() {
        return terminal.out();
    }

    Times times() {
        return new Times(clock, terminal.zone());
    }

    /** Who does it, for the audit: the name that was given, and whose account it was. */
    String who() {
        String user = terminal.user();
        return general.as() == null || general.as().equals(user) ? user : general.as() + " (" + user + ")";
    }

    boolean json() {
        return general.json();
    }

    void print(Table table) {
        table.print(out(), terminal.width());
    }
}
