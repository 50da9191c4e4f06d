package org.exchangesync.app;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.function.Suppliers;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.check.ArrivalWait;
import org.exchangesync.check.Checks;
import org.exchangesync.check.Ownership;
import org.exchangesync.check.TestAndEnable;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.ops.cli.Commands;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.profile.ProfilesFile;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.sync.ActionStep;
import org.exchangesync.sync.CycleEnd;
import org.exchangesync.sync.CycleStep;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.EndpointBreakers;
import org.exchangesync.sync.Fallback;
import org.exchangesync.sync.FolderStep;
import org.exchangesync.sync.ForwardedStep;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.OutcomeStep;
import org.exchangesync.sync.PageCommit;
import org.exchangesync.sync.PageStep;
import org.exchangesync.sync.ScheduleStep;
import org.exchangesync.sync.Settlement;
import org.exchangesync.sync.StepBreaker;
import org.exchangesync.sync.SyncSettings;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.publication.PublicationStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine in one Camel context: made once, bound to the registry under the names that the routes use. */
final class Application implements AutoCloseable {
    /** Its name in Camel's registry. */
    static final String NAME = "exchangeSync";

    private static final Duration PUBLISH_AT_THE_END = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final List<AutoCloseable> parts = new ArrayList<>();
    private JdbcDatabase database;
    private CycleBoard board;
    private PublicationStep publications;
    private SandboxServer server;

    private Application() {}

    /** Puts everything together; what was opened before a failure is closed again. */
    static Application assemble(CamelContext context) {
        Application application = new Application();
        try {
            application.open(context, AppSettings.read(context));
            return application;
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    private void open(CamelContext context, AppSettings settings) {
        Clock clock = Optional.ofNullable(context.getRegistry().findSingleByType(Clock.class))
                .orElse(Clock.systemUTC());
        SyncSettings engine = settings.engine();
        database = JdbcDatabase.open(
                new JdbcDatabase.Settings(
                        settings.databaseUrl(),
                        settings.databaseUser(),
                        settings.databasePassword(),
                        engine.workers() * 2 + 2,
                        settings.databaseReserve()),
                clock,
                engine.retries().ladder());
        parts.add(database);
        Alerts alerts = AlertParts.alerts(context, database);
        FaultTable faults = settings.faults().map(FaultTable::of).orElseGet(FaultTable::builtIn);
        faults.onUnknown(code -> alerts.raise(unknown(code)));
        SecretFunctions.addTo(
                context,
                SecretFunctions.vault(database.secrets(), settings.secretKeys().orElse(null)));
        MailboxSchedule schedule = database.mailboxSchedule();
        ConfigurationStep configuration = configuration(context, settings, schedule, alerts, clock);
        LiveProfiles profiles = configuration.profiles();
        context.getRegistry().bind("configuration", configuration);
        Supplier<String> installation = installationId();
        Ownership ownership = new Ownership(installation);
        CamelServers servers = new CamelServers(context);
        TestAndEnable tests = new TestAndEnable(
                profiles::current,
                servers,
                database.mailboxTests(),
                database.directions(),
                alerts,
                faults,
                engine.retries().ladder(),
                installation,
                arrivalWait(context),
                clock);
        context.getRegistry()
                .bind(
                        "ownership",
                        new OwnershipStep(
                                ownership, servers, database.mailboxTests(), database.directions(), alerts, clock));
        context.getRegistry().bind("mailboxTests", new MailboxTestStep(tests, engine.workers()));
        if (database.isExclusive()) {
            schedule.releaseAll();
            database.publicationStore().releaseAll();
        }
        database.profileBreakers().tryNow();
        if (settings.publishTo().startsWith("jms:")
                || DeadLetterParts.mirror(context).startsWith("jms:")) {
            JmsBroker.bind(context.getRegistry(), settings).ifPresent(parts::add);
        }
        publications = new PublicationStep(
                database.publicationStore(),
                faults,
                URISupport.sanitizeUri(settings.publishTo()),
                engine.lease(),
                clock);
        board = new CycleBoard(
                settings.once(),
                settings.summary().orElse(null),
                System.out,
                clock,
                () -> waiting(schedule, database.directions()),
                () -> stopSoon(context, engine.publish()));
        EndpointBreakers breakers = new EndpointBreakers(engine.breaker(), alerts, clock);
        PageCommit.Promises promises = new PageCommit.Promises(
                engine.publish(), !DeadLetterParts.mirror(context).equals(DeadLetterParts.OFF));
        bind(context.getRegistry(), profiles, database, schedule, breakers, alerts, faults, settings, promises, clock);
        DeadLetterParts.bind(
                context,
                database,
                schedule,
                faults,
                engine,
                spool(settings),
                Generators.timeBasedEpochRandomGenerator()::generate,
                clock);
        OutgoingParts.bind(
                context, database, schedule, profiles, servers, alerts, faults, engine, spool(settings), clock);
        AlertParts.bind(context, database, profiles, schedule, alerts, engine.lease(), clock);
        // behind the one that leaves out steps: what is left out says nothing about its target
        context.getCamelContextExtension().addInterceptStrategy(new StepBreaker(breakers, faults));
        if (settings.once()) {
            context.getPropertiesComponent()
                    .addOverrideProperty("schedule-mailboxes.from", "timer:schedule-mailboxes?delay=0&period=200");
        }
        database.exclusiveFile()
                .flatMap(file -> CommandEntrance.open(
                        file,
                        new Commands(
                                CommandAccess.operations(
                                        database,
                                        checks(context, profiles, faults, clock),
                                        faults,
                                        settings.secretKeys(),
                                        spool(settings),
                                        engine.publish(),
                                        true),
                                clock)))
                .ifPresent(parts::add);
        StartUp.announce(context, settings, profiles.current());
    }

    /** A test is claimed for ten minutes, and must be over by then. */
    private static ArrivalWait arrivalWait(CamelContext context) {
        int seconds = DeadLetterParts.number(context, "exchangesync.tests.arrival", 60);
        if (seconds > 300) {
            throw new IllegalArgumentException(
                    "property exchangesync.tests.arrival is '" + seconds + "'; 300 seconds are the most");
        }
        return ArrivalWait.of(Duration.ofSeconds(seconds));
    }

    /** Asked for when a mailbox is marked first, then remembered. */
    private Supplier<String> installationId() {
        return Suppliers.memorize(database.checks()::installationId);
    }

    private Checks checks(CamelContext context, LiveProfiles profiles, FaultTable faults, Clock clock) {
        return new Checks(
                profiles::current,
                new CamelServers(context),
                database.checks(),
                InstallationState.of(database, context),
                faults,
                clock);
    }

    private static Path spool(AppSettings settings) {
        return settings.dataFolder().resolve("spool");
    }

    private ConfigurationStep configuration(
            CamelContext context, AppSettings settings, MailboxSchedule schedule, Alerts alerts, Clock clock) {
        Path spool = spool(settings);
        try {
            Files.createDirectories(spool);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder for large contents " + spool, e);
        }
        Path files = settings.config().orElseGet(() -> {
            SandboxHost sandbox = SandboxHost.start(settings);
            parts.add(sandbox);
            server = sandbox.server();
            System.out.println(sandbox.describe());
            context.getPropertiesComponent().addOverrideProperty(SandboxHost.PASSWORD_PROPERTY, sandbox.password());
            return sandbox.profilesFile();
        });
        return new ConfigurationStep(
                files,
                new ProfilesFile(SecretFunctions.resolver(context), spool),
                database.declarations(),
                schedule,
                database.profileBreakers(),
                alerts,
                clock);
    }

    private void bind(
            Registry registry,
            LiveProfiles profiles,
            JdbcDatabase database,
            MailboxSchedule schedule,
            EndpointBreakers breakers,
            Alerts alerts,
            FaultTable faults,
            AppSettings settings,
            PageCommit.Promises promises,
            Clock clock) {
        SyncStore store = database.syncStore();
        SyncSettings engine = settings.engine();
        TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();
        // Once means each mailbox once, also those that only the engine's own interval keeps from being due.
        Clock due =
                settings.once() ? Clock.fixed(clock.instant().plus(engine.pollingInterval()), ZoneOffset.UTC) : clock;
        ScheduleStep scheduleStep = new ScheduleStep(schedule, engine, board, due);
        Fallback fallback = new Fallback(database.profileBreakers(), schedule, store, alerts, engine.retries(), clock);
        FolderStep folderStep = new FolderStep(store, schedule, faults, breakers, alerts, engine, clock);
        registry.bind("connections", profiles);
        registry.bind("serverLocations", database.serverLocations());
        registry.bind("schedule", scheduleStep);
        registry.bind(
                "cycle",
                new CycleStep(
                        profiles,
                        store,
                        schedule,
                        scheduleStep,
                        new Settlement(store, engine.guard(), alerts, engine.publish()),
                        database.directions(),
                        new CycleEnd(schedule, database.profileBreakers(), fallback, alerts, engine, clock),
                        fallback,
                        breakers,
                        alerts,
                        faults,
                        engine,
                        board,
                        clock));
        registry.bind("folder", folderStep);
        registry.bind("restartFolder", folderStep.restart());
        registry.bind("askAgain", folderStep.again());
        registry.bind("outcome", new OutcomeStep(faults, store, engine, installationId(), clock));
        registry.bind(
                "forwarded",
                new ForwardedStep(
                        profiles, new EmailParser(MimeLimits.DEFAULT, DeadLetterParts.IN_MEMORY, spool(settings))));
        registry.bind("page", new PageStep(new PageCommit(store, promises, ids::generate)));
        registry.bind("actions", new ActionStep(store, schedule, faults, alerts, engine, clock));
        registry.bind("publications", publications);
    }

    private static Alert unknown(String code) {
        return new Alert(
                "code " + code,
                Alert.Level.WARNING,
                null,
                null,
                code,
                "The code " + code + " is in no table of faults; it is taken for passing trouble and tried again.",
                null,
                "tell what it means by a row in the file that exchangesync.faults names");
    }

    private static List<String> waiting(MailboxSchedule schedule, DirectionStore directions) {
        Map<String, String> troubles = directions.all().stream()
                .collect(Collectors.groupingBy(
                        DirectionTrouble::mailbox,
                        Collectors.mapping(
                                trouble -> ", " + trouble.direction().label() + " "
                                        + trouble.state().name().toLowerCase(Locale.ROOT) + " after "
                                        + trouble.failures() + " failure(s): " + trouble.reason(),
                                Collectors.joining())));
        return schedule.all().stream()
                .filter(MailboxSchedule.MailboxStatus::active)
                .map(status -> status.mailbox() + " is due at " + status.dueAt()
                        + (status.leaseUntil() == null ? "" : ", held by a worker until " + status.leaseUntil())
                        + troubles.getOrDefault(status.mailbox(), ""))
                .toList();
    }

    /** The context can't be stopped by one of its own threads. What was committed is published before, if it can be. */
    private void stopSoon(CamelContext context, boolean published) {
        Runnable stop = () -> {
            try {
                if (published) {
                    publications.awaitQuiet(PUBLISH_AT_THE_END);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            context.stop();
        };
        new Thread(stop, "exchange-sync-stop").start();
    }

    /** The open database. */
    JdbcDatabase database() {
        return database;
    }

    /** What went on in this process. */
    CycleBoard board() {
        return board;
    }

    /** The sandbox beside the engine, where no profiles are configured. */
    Optional<SandboxServer> sandbox() {
        return Optional.ofNullable(server);
    }

    /** Closes everything in reverse order; closing again does nothing. */
    @Override
    public synchronized void close() {
        Collections.reverse(parts);
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", part, e);
            }
        }
        parts.clear();
    }
}
