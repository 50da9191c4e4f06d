package org.exchangesync.ops.cli;

import java.util.List;

/** Runs a command line. Threadsafe. */
@FunctionalInterface
public interface CommandRunner {

    /**
     * Runs it to its end.
     *
     * @return the exit code, see {@link ExitCodes}
     */
    int run(List<String> arguments, Terminal terminal);
}
