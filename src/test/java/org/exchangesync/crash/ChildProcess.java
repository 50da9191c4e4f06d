package org.exchangesync.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the test's class path; what it says goes to a file. */
final class ChildProcess implements AutoCloseable {
    private static final int TAIL = 60;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a main class.
     *
     * @param log gets all that the process says
     * @param first a folder in front of the class path, or null
     * @param environment further variables
     * @param options system properties and other options of the JVM
     */
    static ChildProcess start(
            Path log,
            Path first,
            Class<?> main,
            Map<String, String> environment,
            List<String> options,
            String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short lives: what takes long to compile is not worth compiling.
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Djava.awt.headless=true"));
        command.addAll(options);
        String classPath = System.getProperty("java.class.path");
        command.addAll(
                List.of("-cp", first == null ? classPath : first + File.pathSeparator + classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ChildProcess(log.getFileName().toString(), process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + main.getName(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it ends, but no longer; says whether it did. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL: it gets no chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP or SIGCONT: it sleeps, as a node does whose machine was suspended. */
    void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " " + pid() + " ended with " + code);
        }
    }

    /** SIGTERM: it ends in order. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!endsWithin(30_000)) {
            kill();
            throw new AssertionError(name + " did not stop when it was asked to\n" + tail());
        }
    }

    /** All that it said so far. */
    String said() {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines that it said, for messages of failures. */
    String tail() {
        List<String> lines = said().lines().toList();
        return "---- " + name + " ----\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
