package org.exchangesync.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.exchangesync.failure.BreakerPolicy;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.failure.RetryPolicy;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeleteGuard;
import org.exchangesync.sync.SyncSettings;

/**
 * The {@code exchangesync.*} properties, from property files, system properties or environment variables.
 *
 * @param config the file of profiles and mailboxes; empty to start the sandbox instead
 * @param faults the administrator's own table of faults; empty for none
 * @param once whether to end after one cycle
 * @param summary the file that gets each cycle's summary as JSON
 * @param dataFolder where the embedded database, the sandbox and spool files live
 * @param databaseUrl JDBC URL
 * @param databaseUser or empty
 * @param databasePassword or empty
 * @param databaseReserve bytes that are left free on the disk of an embedded database
 * @param secretKeys the file with the keys of stored secrets, if there are any
 * @param sandboxData the folder of files that fill the sandbox; empty for its own demonstration
 * @param sandboxPort 0 for any that is free
 * @param sandboxControlPassword opens the sandbox's control API; empty to leave it closed
 * @param publishTo the endpoint that committed changes go to, or {@code off}
 * @param brokerUrl of the JMS broker, where an endpoint says {@code jms:}
 * @param brokerUser or empty
 * @param brokerPassword or empty
 * @param engine the measures of the engine
 */
record AppSettings(
        Optional<Path> config,
        Optional<Path> faults,
        boolean once,
        Optional<Path> summary,
        Path dataFolder,
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        long databaseReserve,
        Optional<Path> secretKeys,
        Optional<Path> sandboxData,
        int sandboxPort,
        Optional<String> sandboxControlPassword,
        String publishTo,
        String brokerUrl,
        String brokerUser,
        String brokerPassword,
        SyncSettings engine) {
    private static final String OFF = "off";

    static boolean enabled(CamelContext context) {
        return Boolean.parseBoolean(new Reader(context).text("enabled", "false"));
    }

    static AppSettings read(CamelContext context) {
        Reader reader = new Reader(context);
        Path data = Path.of(reader.text("dataFolder", "data"));
        String publishTo = reader.bare("publish-change.to", OFF);
        Duration lease = Duration.ofSeconds(reader.number("lease", 300));
        SyncSettings engine = new SyncSettings(
                reader.number("page.items", 200),
                reader.number("page.bytes", pageBytes()),
                reader.number("workers", 4),
                Duration.ofSeconds(reader.number("pollingInterval", 10)),
                min(lease, Duration.ofMinutes(1)),
                lease,
                retries(reader),
                breaker(reader),
                Duration.ofSeconds(reader.number("redelivery", 15)),
                reader.number("actionsPerCycle", 500),
                guard(reader),
                !publishTo.equals(OFF));
        return new AppSettings(
                reader.path("config"),
                reader.path("faults"),
                Boolean.parseBoolean(reader.text("once", "false")),
                reader.path("summary"),
                data,
                reader.text(
                        "database.url",
                        "jdbc:h2:file:" + data.resolve("exchange-sync").toAbsolutePath()),
                reader.text("database.user", "sa"),
                reader.text("database.password", ""),
                reader.number("database.reserve", 100) * (1L << 20),
                reader.path("secrets.keyFile"),
                reader.path("sandbox.data"),
                reader.number("sandbox.port", 0),
                Optional.of(reader.text("sandbox.controlPassword", "")).filter(value -> !value.isEmpty()),
                publishTo,
                reader.text("broker.url", "tcp://localhost:61616"),
                reader.text("broker.user", ""),
                reader.text("broker.password", ""),
                engine);
    }

    /** Each worker may hold two pages, the second one read ahead. */
    private static int pageBytes() {
        return (int) Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 16);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static RetryPolicy retries(Reader reader) {
        return new RetryPolicy(
                new RetryLadder(Duration.ofSeconds(reader.number("retryStep", 60))),
                Duration.ofSeconds(reader.number("probe", 21_600)),
                Duration.ofSeconds(reader.number("busyFloor", 5)),
                () -> ThreadLocalRandom.current().nextDouble(0.1));
    }

    private static BreakerPolicy breaker(Reader reader) {
        return new BreakerPolicy(
                Math.max(1, reader.number("breaker.failures", 3)),
                Duration.ofSeconds(reader.number("breaker.pause", 60)),
                Math.max(1, reader.number("breaker.mailboxes", 3)),
                Math.min(100, reader.number("breaker.percent", 50)),
                Duration.ofSeconds(reader.number("breaker.window", 600)),
                Duration.ofSeconds(reader.number("fallback.after", 900)));
    }

    private static DeleteGuard guard(Reader reader) {
        return new DeleteGuard(
                Math.min(100, reader.number("deletes.percent", 30)),
                reader.number("deletes.least", 20),
                reader.kinds("deletes.guarded", "appointment,contact,task"));
    }

    /** Reads one property after the other; a bad one is told by its name. */
    private record Reader(CamelContext context) {
        String text(String name, String otherwise) {
            return bare("exchangesync." + name, otherwise);
        }

        String bare(String name, String otherwise) {
            Function<String, Optional<String>> lookup =
                    key -> context.getPropertiesComponent().resolveProperty(key);
            return lookup.apply(name)
                    .map(context::resolvePropertyPlaceholders)
                    .filter(value -> !value.isBlank())
                    .orElse(otherwise);
        }

        Optional<Path> path(String name) {
            return Optional.of(text(name, "")).filter(value -> !value.isEmpty()).map(Path::of);
        }

        Set<ItemKind> kinds(String name, String otherwise) {
            try {
                return Stream.of(text(name, otherwise).split(","))
                        .map(word -> ItemKind.valueOf(word.strip().toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "property exchangesync." + name + " is '" + text(name, otherwise)
                                + "'; a list of email, appointment, contact, task is wanted",
                        e);
            }
        }

        int number(String name, int otherwise) {
            String text = text(name, Integer.toString(otherwise));
            try {
                int number = Integer.parseInt(text.strip());
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below, like a negative number
            }
            throw new IllegalArgumentException(
                    "property exchangesync." + name + " is '" + text + "'; a whole number from 0 is wanted");
        }
    }
}
