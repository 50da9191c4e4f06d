package org.exchangesync.app;

import com.fasterxml.uuid.Generators;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.exchangesync.alert.Alerts;
import org.exchangesync.check.Servers;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.SyncSettings;
import org.exchangesync.sync.outgoing.ApplyStep;
import org.exchangesync.sync.outgoing.OutgoingAlerts;
import org.exchangesync.sync.outgoing.OutgoingEnding;
import org.exchangesync.sync.outgoing.OutgoingSettings;
import org.exchangesync.sync.outgoing.OutgoingSettings.LostAnswer;
import org.exchangesync.sync.outgoing.OutgoingStep;
import org.exchangesync.sync.outgoing.OutgoingStore;
import org.exchangesync.transport.Capability;

/** What the routes need for mail that leaves. */
final class OutgoingParts {
    private static final int IN_MEMORY = 1 << 20;

    private OutgoingParts() {}

    static void bind(
            CamelContext context,
            JdbcDatabase database,
            MailboxSchedule schedule,
            LiveProfiles profiles,
            Servers servers,
            Alerts alerts,
            FaultTable faults,
            SyncSettings engine,
            Path spool,
            Clock clock) {
        OutgoingSettings settings = settings(context, engine, spool);
        OutgoingStore store = database.outgoingStore(IN_MEMORY, spool, engine.publish());
        OutgoingAlerts told = new OutgoingAlerts(alerts);
        Function<MailboxCycle, Set<Capability>> capabilities = cycle -> servers.shared(
                        cycle.profile(),
                        profiles.settings(
                                cycle.profile().name(), cycle.mailbox().ref()))
                .capabilities(ItemKind.EMAIL);
        context.getRegistry()
                .bind(
                        "apply",
                        new ApplyStep(
                                database.outgoingEntrance(Generators.timeBasedEpochRandomGenerator()::generate),
                                settings));
        context.getRegistry()
                .bind(
                        "outgoing",
                        new OutgoingStep(
                                store,
                                schedule,
                                capabilities,
                                told,
                                new OutgoingEnding(store, faults, told, settings, clock),
                                settings,
                                clock));
    }

    private static OutgoingSettings settings(CamelContext context, SyncSettings engine, Path spool) {
        OutgoingStore.Limits limits = new OutgoingStore.Limits(
                number(context, "perCycle", 100), number(context, "perMinute", 30), number(context, "guard", 200));
        return new OutgoingSettings(
                limits,
                number(context, "maxMegabytes", 50) * (1L << 20),
                Duration.ofHours(number(context, "askHours", 24)),
                lostAnswer(context),
                engine.retries(),
                engine.lease(),
                IN_MEMORY,
                spool);
    }

    private static int number(CamelContext context, String name, int otherwise) {
        return DeadLetterParts.number(context, "exchangesync.outgoing." + name, otherwise);
    }

    private static LostAnswer lostAnswer(CamelContext context) {
        String name = "exchangesync.outgoing.lostAnswer";
        String text = context.getPropertiesComponent()
                .resolveProperty(name)
                .map(context::resolvePropertyPlaceholders)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElse("hold");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "hold" -> LostAnswer.HOLD;
            case "resend" -> LostAnswer.RESEND;
            default ->
                throw new IllegalArgumentException("property " + name + " is '" + text + "'; hold or resend is wanted");
        };
    }
}
