package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, where it can be. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("src/main/bin/exchange-sync").toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeAll
    static void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the script is for systems with a shell");
    }

    @Test
    void inACloneThatMavenHasCompiledItRunsFromAnyFolder() throws Exception {
        assumeTrue(Files.exists(Path.of("target/exchange-sync.classpath")), "Maven has not written the class path");
        Path link = Files.createSymbolicLink(folder.resolve("es"), SCRIPT);
        assertThat(run(link, "faults", "Http401")).startsWith("0: Http401");
    }

    @Test
    void besideAFolderOfJarsItTakesThose() throws Exception {
        Path script = copyTo(Files.createDirectories(folder.resolve("opt/bin")));
        Files.createDirectory(folder.resolve("opt/lib"));
        assertThat(run(script, "faults", "Http401"))
                .startsWith("1: ")
                .contains("org.exchangesync.app.ExchangeSync"); // not in the empty folder
    }

    @Test
    void withoutAProgramItSaysWhatToDo() throws Exception {
        Path script = copyTo(Files.createDirectories(folder.resolve("clone/src/main/bin")));
        assertThat(run(script, "faults", "Http401")).startsWith("1: ").contains("mvn process-classes");
    }

    private static Path copyTo(Path folder) throws IOException {
        return Files.copy(SCRIPT, folder.resolve("exchange-sync"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private String run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + ": " + said;
    }
}
