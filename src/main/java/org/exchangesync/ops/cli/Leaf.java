package org.exchangesync.ops.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A command that does something, unlike those that only hold others. */
abstract class Leaf implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec;

    Leaf(Session session) {
        this.session = session;
    }

    /** Does it and shows the result; see {@link ExitCodes}. */
    abstract int run() throws IOException;

    /** Whether it looks into the database. */
    boolean needsDatabase() {
        return true;
    }

    @Override
    public final Integer call() throws IOException {
        return run();
    }

    final Session session() {
        return session;
    }

    /** What to throw when the arguments don't fit together. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A time that was given, or null. */
    final Instant time(String given) {
        try {
            return given == null ? null : session.times().parse(given);
        } catch (TypeConversionException e) {
            throw usage(e.getMessage());
        }
    }

    final int atLeastOne(String option, int given) {
        if (given < 1) {
            throw usage(option + " is " + given + "; at least 1 is wanted");
        }
        return given;
    }

    /** Says that a list may be longer than what was shown. */
    final void more(int shown, int limit) {
        if (shown >= limit) {
            session.out().println("There may be more: these are the first " + shown + " (--limit).");
        }
    }
}
