package org.exchangesync.ops.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.exchangesync.ops.OperationException;
import org.exchangesync.ops.Operations;
import org.exchangesync.profile.ConfigurationException;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, over the operations of one database. Threadsafe. */
public final class Commands implements CommandRunner {
    private static final int NARROW = 80;
    private static final int WIDE = 110;
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final Operations operations;
    private final Clock clock;

    public Commands(Operations operations, Clock clock) {
        this.operations = operations;
        this.clock = clock;
    }

    /**
     * A command that was understood, but not run.
     *
     * @param exitCode there is nothing to run: help was shown, or the command can't be understood
     * @param properties the file of properties that it names
     * @param defines single properties that it names
     * @param needsDatabase whether it does more than to explain
     */
    public record Understood(
            Optional<Integer> exitCode,
            Optional<Path> properties,
            Map<String, String> defines,
            boolean needsDatabase) {}

    /** Finds out what is needed to run a command. */
    public static Understood understand(List<String> arguments, Terminal terminal) {
        Session session = new Session(null, terminal, Clock.systemUTC(), new GeneralOptions());
        AtomicReference<Leaf> found = new AtomicReference<>();
        int exitCode = execute(session, arguments, parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped == null) {
                found.set(leaf(parsed));
            }
            return helped == null ? ExitCodes.DONE : helped;
        });
        GeneralOptions general = session.general();
        return new Understood(
                found.get() == null ? Optional.of(exitCode) : Optional.empty(),
                Optional.ofNullable(general.properties()),
                Map.copyOf(general.defines()),
                found.get() != null && found.get().needsDatabase());
    }

    @Override
    public int run(List<String> arguments, Terminal terminal) {
        return execute(
                new Session(operations, terminal, clock, new GeneralOptions()), arguments, new CommandLine.RunLast());
    }

    private static int execute(Session session, List<String> arguments, IExecutionStrategy strategy) {
        Terminal terminal = session.terminal();
        CommandLine commands = tree(session)
                .setExecutionStrategy(strategy)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(Math.max(NARROW, Math.min(WIDE, terminal.width())))
                // a file of arguments would be read where the command runs, not where it was given
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Commands::notUnderstood)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, terminal));
        int exitCode = commands.execute(arguments.toArray(String[]::new));
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    /** The whole tree, from the top, so that the general options reach every command. */
    static CommandLine tree(Session session) {
        CommandLine commands = new CommandLine(session.general());
        CommandLine alerts = group(commands, "alerts", "What is in trouble, with cause and cure.");
        alerts.addSubcommand("list", new AlertCommand(session));
        AlertActCommand.add(alerts, session);
        MailboxCommands.add(commands, session);
        ProfileCommands.add(commands, session);
        DeadLetterCommands.add(commands, session);
        DeleteCommands.add(commands, session);
        OutgoingCommands.add(commands, session);
        ConfigCommands.add(commands, session);
        SecretCommands.add(commands, session);
        commands.addSubcommand("faults", new FaultCommand(session));
        commands.addSubcommand("doctor", new DoctorCommand(session));
        CommandLine audit = group(commands, "audit", "Who did what.");
        audit.addSubcommand("list", new AuditCommand(session));
        return commands;
    }

    /** Adds a command that holds others. */
    static CommandLine group(CommandLine commands, String name, String description) {
        CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        commands.addSubcommand(name, spec);
        return commands.getSubcommands().get(name);
    }

    private static Leaf leaf(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        if ((Object) last.getCommand() instanceof Leaf leaf) {
            return leaf;
        }
        throw new ParameterException(
                last,
                "What shall be done? One of: "
                        + String.join(", ", last.getSubcommands().keySet()));
    }

    private static int notUnderstood(ParameterException failure, String[] arguments) {
        PrintWriter err = failure.getCommandLine().getErr();
        err.println("exchange-sync: " + Columns.clean(failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.USAGE;
    }

    private static int failed(Exception failure, Terminal terminal) {
        if (failure instanceof PersonGoneException gone) {
            throw gone; // nobody to tell it
        }
        terminal.out().flush();
        terminal.err().println("exchange-sync: " + reason(failure));
        return ExitCodes.FAILED;
    }

    private static String reason(Exception failure) {
        if (failure instanceof OperationException
                || failure instanceof StoreException
                || failure instanceof LostRaceException
                || failure instanceof IllegalArgumentException
                || failure instanceof ConfigurationException
                || failure instanceof IOException) {
            return failure.getMessage();
        }
        if (failure instanceof UncheckedIOException file) {
            return file.getMessage() + ": " + file.getCause().getMessage();
        }
        LOG.error("A command failed in a way that is a defect of this program", failure);
        return "a defect of this program: " + failure + ". Its log tells more";
    }
}
