package org.exchangesync.ops.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
}
