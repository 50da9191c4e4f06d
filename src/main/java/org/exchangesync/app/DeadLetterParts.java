package org.exchangesync.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.StepMemory;
import org.exchangesync.sync.SyncSettings;
import org.exchangesync.sync.deadletter.CleaningStep;
import org.exchangesync.sync.deadletter.MirrorStep;
import org.exchangesync.sync.deadletter.ReplaySettings;
import org.exchangesync.sync.deadletter.ReplayStep;

/** What the routes need for dead letters and their replays. */
final class DeadLetterParts {
    static final String OFF = "off";

    static final int IN_MEMORY = 1 << 20;

    private DeadLetterParts() {}

    static void bind(
            CamelContext context,
            JdbcDatabase database,
            MailboxSchedule schedule,
            FaultTable faults,
            SyncSettings engine,
            Path spool,
            Supplier<UUID> newId,
            Clock clock) {
        ReplaySettings settings = new ReplaySettings(
                number(context, "exchangesync.replay.perCycle", 100),
                number(context, "exchangesync.replay.perMinute", 600),
                engine.publish(),
                engine.lease(),
                engine.retries().ladder(),
                IN_MEMORY,
                spool);
        Duration kept = Duration.ofDays(number(context, "exchangesync.deadLetters.days", 90));
        context.getRegistry().bind("letters", new CleaningStep(database.deadLetterStore(), kept, clock));
        context.getRegistry().bind("mirror", new MirrorStep(database.mirrorStore(), engine.lease(), clock));
        StepMemory memory = new StepMemory();
        context.getCamelContextExtension().addInterceptStrategy(memory);
        context.getRegistry()
                .bind(
                        "replay",
                        new ReplayStep(
                                database.deadLetterStore(),
                                database.syncStore(),
                                schedule,
                                faults,
                                settings,
                                memory,
                                newId,
                                clock));
    }

    /** The endpoint that copies of new dead letters go to, or {@link #OFF}. */
    static String mirror(CamelContext context) {
        return context.getPropertiesComponent()
                .resolveProperty("dead-letter-mirror.to")
                .map(context::resolvePropertyPlaceholders)
                .filter(to -> !to.isBlank())
                .orElse(OFF);
    }

    static int number(CamelContext context, String name, int otherwise) {
        String text = context.getPropertiesComponent()
                .resolveProperty(name)
                .map(context::resolvePropertyPlaceholders)
                .orElse("")
                .strip();
        try {
            int number = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number below 1
        }
        throw new IllegalArgumentException("property " + name + " is '" + text + "'; a whole number from 1 is wanted");
    }
}
