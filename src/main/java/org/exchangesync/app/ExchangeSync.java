package org.exchangesync.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.RuntimeCamelException;
import org.exchangesync.ops.cli.Commands;
import org.exchangesync.ops.cli.Commands.Understood;
import org.exchangesync.ops.cli.ExitCodes;
import org.exchangesync.ops.cli.LocalTerminal;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.sync.StoreException;

/**
 * The command {@code exchange-sync}: what operations staff does, over the same properties and the same database as the
 * program. An embedded database can be open in one process only; while that is the program, the command is handed over to
 * it.
 */
public final class ExchangeSync {
    private static final String COLUMNS = "exchangesync.columns";

    private ExchangeSync() {}

    /** Ends the process with one of {@link ExitCodes}. */
    public static void main(String[] args) {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:org/exchangesync/app/log4j2-command.xml");
        }
        Terminal terminal = new LocalTerminal(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Integer.getInteger(COLUMNS, Terminal.UNLIMITED));
        int exitCode = run(List.of(args), terminal);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(exitCode);
    }

    static int run(List<String> arguments, Terminal terminal) {
        Understood understood = Commands.understand(arguments, terminal);
        if (understood.exitCode().isPresent()) {
            return understood.exitCode().get();
        }
        try {
            understood.defines().forEach(System::setProperty);
            try (CommandContext context = new CommandContext(understood.properties())) {
                CommandAccess access = new CommandAccess(context, Clock.systemUTC());
                return understood.needsDatabase()
                        ? access.run(arguments, terminal)
                        : access.runWithoutDatabase(arguments, terminal);
            }
        } catch (IOException | StoreException | IllegalArgumentException | RuntimeCamelException e) {
            terminal.err().println("exchange-sync: " + e.getMessage());
            return ExitCodes.FAILED;
        }
    }
}
