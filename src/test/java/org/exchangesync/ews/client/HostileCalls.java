package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.exchangesync.ews.client.HostileServer.Answer;

/** The process of {@link HostileClient}, and what is expected of its calls. */
final class HostileCalls implements AutoCloseable {
    private static final int PATIENCE = 30_000;

    private final HostileServer server;
    private final Path errors;
    private final Process process;
    private final BufferedReader results;

    /**
     * @param trust the file of the server's authority
     * @param directory for what the process writes
     * @param scale by what the default limits are divided, and the memory with them
     */
    HostileCalls(HostileServer server, Path trust, Path directory, int scale) throws IOException {
        this.server = server;
        this.errors = directory.resolve("errors");
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + (64 + 320 / scale) + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileClient.class.getName(),
                        String.valueOf(scale),
                        trust.toString(),
                        Files.createDirectory(directory.resolve("spool")).toString())
                .redirectError(Redirect.appendTo(errors.toFile()))
                .start();
        this.results = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** What came of a call: how long it took, the fault's code or {@code answered}, and the words. */
    private record Result(long millis, String code, String words) {}

    private Result call(String name, Answer answer) {
        server.on(name, answer);
        new PrintStream(process.getOutputStream(), true, UTF_8).println(server.url(name));
        try {
            String line = results.readLine();
            assertThat(line)
                    .as("%s: the client has died, %s", name, Files.readString(errors))
                    .isNotNull();
            String[] parts = line.split("\t", 3);
            return new Result(Long.parseLong(parts[0]), parts[1], parts[2]);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    Expected expected() {
        return new Expected();
    }

    /** Many expectations, of which all that fail are told. */
    final class Expected {
        private final SoftAssertions all = new SoftAssertions();

        Expected fault(String code, String words, String name, Answer answer) {
            Result result = call(name, answer);
            all.assertThat(result.code()).as("%s: %s", name, result).matches(code);
            all.assertThat(result.words()).as(name).contains(words, "mailbox anna@example.org, GetItem", "'wire'");
            all.assertThat(result.millis()).as("%s: %s", name, result).isLessThan(PATIENCE);
            return this;
        }

        Expected answered(String name, Answer answer) {
            Result result = call(name, answer);
            all.assertThat(result.code()).as("%s: %s", name, result).isEqualTo("answered");
            return this;
        }

        void told() {
            all.assertAll();
        }
    }

    /** The process ends when it has nothing more to read; one that doesn't is ended. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the client doesn't end");
        }
    }
}
