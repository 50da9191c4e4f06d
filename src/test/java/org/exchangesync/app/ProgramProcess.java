package org.exchangesync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as a person starts it; it can be killed. */
final class ProgramProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private ProgramProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param log gets what it says
     */
    static ProgramProcess start(Path log, Map<String, String> properties) {
        return start(log, 256, properties);
    }

    /**
     * @param log gets what it says
     * @param heap megabytes
     */
    static ProgramProcess start(Path log, int heap, Map<String, String> properties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ProgramProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Its exit code, when it has ended by itself. */
    int exitCode() throws InterruptedException {
        return exitCode(Duration.ofMinutes(1));
    }

    /** Its exit code, when it has ended by itself within that time. */
    int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it does not end:\n" + said());
        }
        return process.exitValue();
    }

    /** All that it said. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
