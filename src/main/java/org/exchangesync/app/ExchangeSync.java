package org.exchangesync.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
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
            CommandAccess access = new CommandAccess(settings(understood.properties()), Clock.systemUTC());
            return understood.needsDatabase()
                    ? access.run(arguments, terminal)
                    : access.runWithoutDatabase(arguments, terminal);
        } catch (IOException | StoreException | IllegalArgumentException | RuntimeCamelException e) {
            terminal.err().println("exchange-sync: " + e.getMessage());
            return ExitCodes.FAILED;
        }
    }

    /** As the program reads them, so that both mean the same database. */
    private static AppSettings settings(Optional<Path> file) throws IOException {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IOException("cannot read the properties in " + file.get().toAbsolutePath());
        }
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setIgnoreMissingLocation(true);
            file.ifPresent(given -> properties.addLocation("file:" + given.toAbsolutePath()));
            Main.PROPERTIES.forEach(properties::addLocation);
            properties.build();
            return AppSettings.read(context);
        }
    }
}
