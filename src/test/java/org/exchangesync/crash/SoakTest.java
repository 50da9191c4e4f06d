package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Steady change in many mailboxes for as long as wished, with the program in a process of its own with 256 MB of heap: what
 * it holds must not grow. Not part of the build:
 *
 * <pre>{@code mvn test -Dtest=SoakTest -Dsoak.minutes=60 -Dsoak.mailboxes=100 -Dsoak.rate=4}</pre>
 *
 * <p>Memory is flat when the straight line through the second half of the samples (each taken behind a garbage collection)
 * would take more than a day to add a tenth of the heap, or when its whole rise over that half is less than 4 MB.
 */
class SoakTest {
    private static final int HEAP_MB = 256;
    private static final double MB = 1 << 20;
    private static final double NOTHING_MB = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final double minutes = Double.parseDouble(System.getProperty("soak.minutes", "0"));
    private final int mailboxes = Integer.getInteger("soak.mailboxes", 100);
    private final double rate = Double.parseDouble(System.getProperty("soak.rate", "4"));
    private final int living = Integer.getInteger("soak.items", 3000);
    private final Duration every = Duration.ofSeconds(Integer.getInteger("soak.sampleSeconds", 30));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private record Sample(
            double minute, double heapMb, int threads, long files, long spooled, long owed, double lag, double cpu) {
        @Override
        public String toString() {
            return "%6.1f min  heap %6.1f MB  %3d threads  %4d files  %3d spooled  %4d owed  lag %5.1f s  cpu %7.1f s"
                    .formatted(minute, heapMb, threads, files, spooled, owed, lag, cpu);
        }
    }

    @Test
    void whatTheProgramHoldsDoesNotGrow() throws Exception {
        assumeTrue(minutes > 0, "runs only when it is told how long: -Dsoak.minutes=60");
        List<String> addresses = SandboxProgram.more(mailboxes);
        TestDatabase database = TestDatabase.make("postgresql", folder);
        try (SandboxProgram sandbox =
                        SandboxProgram.start(folder, Files.createDirectories(folder.resolve("none")), mailboxes);
                SyncProgram program = new SyncProgram(
                                folder.resolve("program"), Office.profiles(sandbox, addresses), database)
                        .with("exchangesync.pollingInterval", "10")
                        .with("exchangesync.lease", "300")
                        .with("schedule-mailboxes.from", "timer:schedule-mailboxes?period=1000")) {
            Traffic traffic = new Traffic(sandbox, addresses, living, 1);
            for (int i = 0; i < living / 2; i++) {
                traffic.change();
            }
            ChildProcess process = program.start();
            await("the first items")
                    .ignoreExceptions()
                    .atMost(PATIENCE)
                    .until(() -> count(database, "SELECT COUNT(*) AS n FROM link") >= traffic.living());
            List<Sample> samples = soak(traffic, database, process);
            await("that the last change has arrived")
                    .atMost(PATIENCE)
                    .until(() -> count(database, "SELECT COUNT(*) AS n FROM link") == traffic.living());
            assertThat(count(database, "SELECT COUNT(*) AS n FROM dead_letter")).isZero();
            process.stop();
            assertThat(warnings(process)).as("warnings").isEmpty();
            judge(samples, traffic);
        }
    }

    private List<Sample> soak(Traffic traffic, TestDatabase database, ChildProcess process) throws Exception {
        List<Sample> samples = new ArrayList<>();
        long begin = System.nanoTime();
        long step = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
        long nextChange = begin;
        Instant nextSample = Instant.now().plus(every);
        String watched = traffic.watched();
        Instant sent = Instant.now();
        double lag = 0;
        try (ProcessGauge gauge = ProcessGauge.of(process.pid())) {
            while (System.nanoTime() - begin < minutes * 60e9) {
                LockSupport.parkNanos(nextChange - System.nanoTime());
                nextChange += step;
                traffic.change();
                if (watched != null && arrived(database, watched)) {
                    lag = Duration.between(sent, Instant.now()).toMillis() / 1000.0;
                    watched = null;
                }
                if (Instant.now().isAfter(nextSample)) {
                    double late = watched == null
                            ? lag
                            : Duration.between(sent, Instant.now()).toSeconds();
                    samples.add(sample((System.nanoTime() - begin) / 60e9, gauge, database, late));
                    System.out.println(samples.get(samples.size() - 1));
                    nextSample = Instant.now().plus(every);
                    if (watched == null) {
                        watched = traffic.watched();
                        sent = Instant.now();
                    }
                }
            }
        }
        return samples;
    }

    private Sample sample(double minute, ProcessGauge gauge, TestDatabase database, double lag) throws IOException {
        long owed = count(database, "SELECT COUNT(*) AS n FROM remote_action WHERE state = 'OWED'")
                + count(database, "SELECT COUNT(*) AS n FROM publication")
                + count(database, "SELECT COUNT(*) AS n FROM parked_delete");
        try (Stream<Path> spooled = Files.list(folder.resolve("program/data/spool"))) {
            return new Sample(
                    minute,
                    gauge.heap() / MB,
                    gauge.threads(),
                    gauge.openFiles(),
                    spooled.count(),
                    owed,
                    lag,
                    gauge.cpu());
        }
    }

    private static boolean arrived(TestDatabase database, String subject) {
        return !database.query("SELECT 1 FROM email WHERE subject = '" + subject + "'")
                .isEmpty();
    }

    private static long count(TestDatabase database, String sql) {
        return ((Number) database.query(sql).get(0).get("n")).longValue();
    }

    private static List<String> warnings(ChildProcess process) {
        return process.said()
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
    }

    private void judge(List<Sample> samples, Traffic traffic) {
        List<Sample> half = samples.subList(samples.size() / 2, samples.size());
        Map<String, ToDoubleFunction<Sample>> measures = Map.of(
                "heap MB", Sample::heapMb,
                "threads", Sample::threads,
                "files", Sample::files,
                "spooled", Sample::spooled,
                "owed", Sample::owed,
                "lag s", Sample::lag);
        System.out.printf(
                "Soak of %.0f minutes: %d mailboxes, %d changes, %d items at the end%n",
                minutes, mailboxes, traffic.changes(), traffic.living());
        measures.forEach((name, measure) -> System.out.printf(
                "  %-8s first %.1f  last %.1f  most %.1f  grows by %.2f an hour in the second half%n",
                name,
                measure.applyAsDouble(samples.get(0)),
                measure.applyAsDouble(samples.get(samples.size() - 1)),
                samples.stream().mapToDouble(measure).max().orElse(0),
                slope(half, measure)));
        double hours = (half.get(half.size() - 1).minute() - half.get(0).minute()) / 60;
        double growth = slope(half, Sample::heapMb);
        assertThat(growth * hours < NOTHING_MB || growth * 24 < HEAP_MB / 10.0)
                .as("the heap grows by %.2f MB an hour", growth)
                .isTrue();
        assertThat(slope(half, Sample::threads) * hours).as("growth of threads").isLessThan(3);
        assertThat(slope(half, Sample::files) * hours)
                .as("growth of open files")
                .isLessThan(10);
        assertThat(samples.get(samples.size() - 1).spooled()).as("spool files").isLessThan(20);
    }

    private static double slope(List<Sample> samples, ToDoubleFunction<Sample> measure) {
        return Slope.of(
                samples.stream().map(sample -> sample.minute() / 60).toList(),
                samples.stream().map(measure::applyAsDouble).toList());
    }
}
