package org.exchangesync.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.exchangesync.check.Checks;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.ops.Operations;
import org.exchangesync.ops.cli.Commands;
import org.exchangesync.ops.cli.Terminal;
import org.exchangesync.ops.socket.CommandClient;
import org.exchangesync.ops.socket.CommandSocket;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.store.JdbcDatabase;

/** Runs a command where the database is: in this process, or in the program that has an embedded one open. */
final class CommandAccess {
    private static final int CONNECTIONS = 2;

    /** A program that starts has the file before it listens; one that ends listens no more and still has it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final AppSettings settings;
    private final CommandContext context;
    private final Clock clock;

    CommandAccess(CommandContext context, Clock clock) {
        this.context = context;
        this.settings = context.settings();
        this.clock = clock;
    }

    /** What commands do, over one database. */
    static Operations operations(
            JdbcDatabase database,
            Checks checks,
            FaultTable faults,
            Optional<Path> secretKeys,
            Path spool,
            boolean publish,
            boolean engineRuns) {
        return Operations.of(
                new Operations.Parts(
                        database.alerts(),
                        database.mailboxSchedule(),
                        database.directions(),
                        database.profileBreakers(),
                        database.deadLetterStore(),
                        database.syncStore(),
                        database.heldDeletes(),
                        database.outgoingMails(publish),
                        database.declarations(),
                        // what refers to something is not resolved here, where it may be kept elsewhere
                        new ProfilesFile(text -> text.contains("{{") ? "https://kept.elsewhere" : text, spool),
                        database.secrets(),
                        SecretFunctions.vault(database.secrets(), secretKeys.orElse(null)),
                        database.auditLog(),
                        checks,
                        database.checks(),
                        database.mailboxTests(),
                        faults,
                        spool),
                engineRuns);
    }

    static FaultTable faults(AppSettings settings) {
        return settings.faults().map(FaultTable::of).orElseGet(FaultTable::builtIn);
    }

    int run(List<String> arguments, Terminal terminal) throws IOException {
        JdbcDatabase.Settings database = new JdbcDatabase.Settings(
                settings.databaseUrl(), settings.databaseUser(), settings.databasePassword(), CONNECTIONS);
        Optional<Path> file = database.exclusiveFile();
        return file.isPresent()
                ? runOnFile(file.get(), database, arguments, terminal)
                : runHere(database, arguments, terminal);
    }

    int runWithoutDatabase(List<String> arguments, Terminal terminal) {
        return new Commands(Operations.withoutDatabase(faults(settings)), clock).run(arguments, terminal);
    }

    private int runOnFile(Path file, JdbcDatabase.Settings database, List<String> arguments, Terminal terminal)
            throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no database " + file
                    + " (yet). Run this in the folder in which the program runs, or name its data folder with"
                    + " -D exchangesync.dataFolder=FOLDER, or its properties with --properties FILE");
        }
        CommandClient program = new CommandClient(CommandSocket.beside(file), file);
        long start = System.nanoTime();
        while (true) {
            Optional<Integer> exitCode = program.run(arguments, terminal);
            if (exitCode.isPresent()) {
                return exitCode.get();
            }
            try {
                return runHere(database, arguments, terminal);
            } catch (JdbcDatabase.FileInUseException e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IOException(
                            "another process has the database " + file + " open, and does not listen at "
                                    + CommandSocket.beside(file).folder()
                                    + ". If that is the program, its log says why; otherwise end that process",
                            e);
                }
                pause();
            }
        }
    }

    private int runHere(JdbcDatabase.Settings settings, List<String> arguments, Terminal terminal) {
        try (JdbcDatabase database = JdbcDatabase.openAsItIs(settings, clock)) {
            Path spool = Path.of(System.getProperty("java.io.tmpdir"));
            FaultTable faults = faults(this.settings);
            Operations operations = operations(
                    database,
                    context.checks(database, faults, clock),
                    faults,
                    this.settings.secretKeys(),
                    spool,
                    this.settings.engine().publish(),
                    settings.exclusiveFile().isEmpty());
            return new Commands(operations, clock).run(arguments, terminal);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the database", e);
        }
    }
}
