package org.exchangesync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.profile.ConfigurationException;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.DeclarationStore;
import org.exchangesync.profile.DeclarationStore.Changes;
import org.exchangesync.profile.DeclarationStore.DeclaredElsewhereException;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.profile.Profiles;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what files declare, at the start and when they change, and what people declare, in whatever process. A file with
 * a mistake changes nothing: what held before goes on, and an alert tells the mistake.
 */
final class ConfigurationStep {
    private static final String ALERT = "configuration";
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationStep.class);

    private final Path files;
    private final ProfilesFile reader;
    private final DeclarationStore store;
    private final MailboxSchedule schedule;
    private final ProfileBreakers breakers;
    private final Alerts alerts;
    private final Clock clock;
    private final LiveProfiles profiles;
    private Map<Path, Stamp> applied;
    private long version;

    /**
     * Applies the files.
     *
     * @param files file or folder
     * @throws ConfigurationException with every mistake
     */
    ConfigurationStep(
            Path files,
            ProfilesFile reader,
            DeclarationStore store,
            MailboxSchedule schedule,
            ProfileBreakers breakers,
            Alerts alerts,
            Clock clock) {
        this.files = files;
        this.reader = reader;
        this.store = store;
        this.schedule = schedule;
        this.breakers = breakers;
        this.alerts = alerts;
        this.clock = clock;
        this.applied = stamps();
        try {
            this.profiles = new LiveProfiles(applyFiles());
        } catch (DeclaredElsewhereException e) {
            throw new ConfigurationException(List.of(e.getMessage()));
        }
        alerts.resolve(ALERT);
    }

    /** Always the current ones. */
    LiveProfiles profiles() {
        return profiles;
    }

    /** Looks for changes; called by a route, by one thread at a time. */
    public synchronized void apply() {
        try {
            Map<Path, Stamp> now = stamps();
            if (!now.equals(applied)) {
                applied = now;
                profiles.replace(applyFiles());
                alerts.resolve(ALERT);
            } else if (version != store.version()) {
                long current = store.version();
                use(reader.of(store.all()));
                version = current;
            }
        } catch (ConfigurationException | DeclaredElsewhereException | UncheckedIOException e) {
            alerts.raise(new Alert(
                    ALERT,
                    Alert.Level.ERROR,
                    null,
                    null,
                    null,
                    "The changed configuration is not used, what held before goes on: " + e.getMessage(),
                    "a mistake in " + files,
                    "mend what is told; it is looked at again when it is saved"));
        } catch (StoreException e) {
            applied = Map.of(); // once more when the database is back
            LOG.debug("The configuration waits for the database", e);
        }
    }

    private Profiles applyFiles() {
        long before = store.version();
        List<Declaration> others = store.all().stream()
                .filter(declaration -> declaration.source().equals(Declaration.API))
                .toList();
        ProfilesFile.Read read = reader.read(files, others);
        Changes changes = store.applyFiles(read.declarations(), "files");
        schedule.register(read.profiles().active(), read.profiles().fallbacks());
        RetirementNotice.tell(read.profiles(), alerts, clock);
        if (!changes.profiles().isEmpty()) {
            breakers.tryNow();
        }
        version = changes.isEmpty() ? before : before + 1; // what a person changed meanwhile is seen the next time
        if (!changes.isEmpty()) {
            LOG.info(
                    "Configuration {}: {} added, {} changed, {} removed",
                    files,
                    changes.added(),
                    changes.changed(),
                    changes.removed());
        }
        return read.profiles();
    }

    private void use(Profiles current) {
        schedule.register(current.active(), current.fallbacks());
        RetirementNotice.tell(current, alerts, clock);
        profiles.replace(current);
        breakers.tryNow();
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        for (Path file : ProfilesFile.files(files)) {
            stamps.put(file, Stamp.of(file));
        }
        return stamps;
    }

    /** What shows that a file was written. */
    private record Stamp(FileTime modified, long size) {
        static Stamp of(Path file) {
            try {
                return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException e) {
                return new Stamp(FileTime.fromMillis(0), -1); // reading it tells why
            }
        }
    }
}
