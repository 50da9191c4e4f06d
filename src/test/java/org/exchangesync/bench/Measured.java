package org.exchangesync.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Runs the main class that is its first argument, and writes what the process cost into the file {@code bench.result} when
 * it ends: CPU time over time, and the heap before and after each collection.
 */
final class Measured {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Set<String> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private static final Map<String, String> NOTES = new ConcurrentHashMap<>();
    private static final ConcurrentSkipListMap<Long, Long> CPU = new ConcurrentSkipListMap<>();
    private static long mostBefore;
    private static long mostAfter;

    private static final int SAMPLE_MILLIS = 20;

    private Measured() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Path result = Path.of(System.getProperty("bench.result"));
        watchHeap();
        Executors.newSingleThreadScheduledExecutor(Measured::daemon)
                .scheduleAtFixedRate(
                        () -> CPU.put(System.currentTimeMillis(), SYSTEM.getProcessCpuTime()),
                        0,
                        SAMPLE_MILLIS,
                        TimeUnit.MILLISECONDS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(result), "bench-result"));
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1); // other threads would keep the process alive
        }
        note("returned", System.currentTimeMillis());
        System.exit(0);
    }

    /** Has a figure written with the others. */
    static void note(String name, Object value) {
        NOTES.put(name, value.toString());
    }

    private static Thread daemon(Runnable work) {
        Thread sampler = new Thread(work, "bench-cpu");
        sampler.setDaemon(true);
        return sampler;
    }

    private static void watchHeap() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> collected(
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())),
                            notification -> notification
                                    .getType()
                                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
    }

    private static synchronized void collected(GarbageCollectionNotificationInfo info) {
        mostBefore = Math.max(mostBefore, heap(info.getGcInfo().getMemoryUsageBeforeGc()));
        mostAfter = Math.max(mostAfter, heap(info.getGcInfo().getMemoryUsageAfterGc()));
    }

    private static long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> HEAP.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static synchronized void write(Path result) {
        note("heapBefore", mostBefore);
        note("heapAfter", mostAfter);
        CPU.forEach((at, nanos) -> note("cpu." + at, nanos));
        note("cpu", SYSTEM.getProcessCpuTime());
        note("compiling", threads("C1 Comp", "C2 Comp"));
        note("collecting", threads("GC Thread", "G1 "));
        try {
            note("resident", resident());
            Files.write(
                    result,
                    NOTES.entrySet().stream()
                            .map(note -> note.getKey() + "=" + note.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU seconds of the threads whose names begin with one of the words. */
    private static double threads(String... words) {
        return ProcStat.ofThreads().stream()
                .filter(thread -> Stream.of(words).anyMatch(thread.name()::startsWith))
                .mapToDouble(ProcStat::cpu)
                .sum();
    }

    /** The most memory of the process, in bytes, as Linux tells it; 0 elsewhere. */
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .sum();
    }
}
