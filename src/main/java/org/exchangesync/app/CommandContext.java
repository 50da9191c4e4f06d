package org.exchangesync.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.check.Checks;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.store.JdbcDatabase;

/** What a command has of Camel: the properties, read as the program reads them, and components to reach servers. */
final class CommandContext implements AutoCloseable {
    private final DefaultCamelContext context = new DefaultCamelContext(false);
    private final AppSettings settings;

    /** @param file with properties, if one is named */
    CommandContext(Optional<Path> file) throws IOException {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IOException("cannot read the properties in " + file.get().toAbsolutePath());
        }
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setIgnoreMissingLocation(true);
        file.ifPresent(given -> properties.addLocation("file:" + given.toAbsolutePath()));
        Main.PROPERTIES.forEach(properties::addLocation);
        properties.build();
        settings = AppSettings.read(context);
    }

    AppSettings settings() {
        return settings;
    }

    /** Tests that run in the command's own process, with the profiles as the database has them. */
    Checks checks(JdbcDatabase database, FaultTable faults, Clock clock) {
        SecretFunctions.addTo(
                context,
                SecretFunctions.vault(database.secrets(), settings.secretKeys().orElse(null)));
        Path spool = Path.of(System.getProperty("java.io.tmpdir"));
        ProfilesFile reader = new ProfilesFile(SecretFunctions.resolver(context), spool);
        return new Checks(
                () -> reader.of(database.declarations().all()),
                new CamelServers(context),
                database.checks(),
                InstallationState.beside(database, context),
                faults,
                clock);
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
