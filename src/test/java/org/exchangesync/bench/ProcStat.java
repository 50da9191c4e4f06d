package org.exchangesync.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CPU time of a process or a thread, as Linux tells it.
 *
 * @param name of the program or thread, cut to 15 letters
 * @param cpu seconds in user and system mode
 * @param endedChildrenCpu the same of those it started and that ended
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcStat(String name, double cpu, double endedChildrenCpu) {
    private static final double TICKS_PER_SECOND = 100;

    /** Of a file such as {@code /proc/42/stat}; empty where there is none: it ended, or this is no Linux. */
    static Optional<ProcStat> of(Path file) {
        try {
            String line = Files.readString(file);
            int nameEnds = line.lastIndexOf(')');
            double[] times = Stream.of(line.substring(nameEnds + 2).split(" "))
                    .skip(11)
                    .limit(4)
                    .mapToDouble(ticks -> Long.parseLong(ticks) / TICKS_PER_SECOND)
                    .toArray();
            String name = line.substring(line.indexOf('(') + 1, nameEnds);
            return Optional.of(new ProcStat(name, times[0] + times[1], times[2] + times[3]));
        } catch (IOException e) {
            return Optional.empty(); // also "no such process", where it ended while it was read
        }
    }

    /** Of all threads of this process. */
    static List<ProcStat> ofThreads() {
        Path threads = Path.of("/proc/self/task");
        if (!Files.isDirectory(threads)) {
            return List.of();
        }
        try (Stream<Path> thread = Files.list(threads)) {
            return thread.flatMap(t -> of(t.resolve("stat")).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
