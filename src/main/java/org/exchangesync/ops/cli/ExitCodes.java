package org.exchangesync.ops.cli;

/** How a command ended, for scripts. */
public final class ExitCodes {
    /** Everything was done. */
    public static final int DONE = 0;
    /** Something failed, or was not found; the reason stands on standard error. */
    public static final int FAILED = 1;
    /** The command can't be understood. */
    public static final int USAGE = 2;

    private ExitCodes() {}
}
