package org.exchangesync.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Has Jazzer look for inputs that break a target, one target after the other, each in a process of its own, and prints what
 * came of it. Inputs that reach new branches are kept in {@code target/fuzz} and used again the next time.
 *
 * <pre>{@code mvn -Pfuzz -Dfuzz.minutes=10 -Dfuzz.targets=mime,answer}</pre>
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>
 */
final class Fuzzing {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    /** In the files that they write, administrators do name paths and regular expressions. */
    private static final String NOT_MEANT = "com.code_intelligence.jazzer.sanitizers.RegexInjection"
            + ":com.code_intelligence.jazzer.sanitizers.FilePathTraversal";

    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
    private static final Pattern FINDING = Pattern.compile("(?m)^== (Java Exception: .*|.*ERROR: libFuzzer.*)$");

    private final int minutes = Integer.getInteger("fuzz.minutes", 10);
    private final int findings = Integer.getInteger("fuzz.findings", 10);
    private final Path output = Path.of(System.getProperty("fuzz.output", "target/fuzz"));

    private Fuzzing() {}

    public static void main(String[] args) throws Exception {
        Fuzzing fuzzing = new Fuzzing();
        boolean clean = true;
        for (FuzzTarget target : wanted()) {
            clean &= fuzzing.run(target);
        }
        System.exit(clean ? 0 : 1);
    }

    private static List<FuzzTarget> wanted() {
        String names = System.getProperty("fuzz.targets", "").strip().toUpperCase(Locale.ROOT);
        return names.isEmpty()
                ? List.of(FuzzTarget.values())
                : Stream.of(names.split("\\s*,\\s*")).map(FuzzTarget::valueOf).toList();
    }

    /** Whether nothing was found. */
    private boolean run(FuzzTarget target) throws IOException, InterruptedException {
        String name = target.name().toLowerCase(Locale.ROOT);
        Path folder = Files.createDirectories(output.resolve(name));
        Path log = output.resolve(name + ".log");
        int code = new ProcessBuilder(command(target, folder))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        List<String> found =
                FINDING.matcher(said).results().map(m -> m.group(1)).toList();
        Matcher done = DONE.matcher(said);
        if (done.find()) {
            long runs = Long.parseLong(done.group(1));
            long seconds = Math.max(1, Long.parseLong(done.group(2)));
            System.out.printf(
                    "%-10s %,d inputs in %d s, %,d a second, %s branches, %d finding(s)%n",
                    name, runs, seconds, runs / seconds, last(COVERAGE, said), found.size());
        } else {
            System.out.printf("%-10s ended with code %d, see %s%n", name, code, log);
        }
        found.forEach(one -> System.out.println("  " + one + "  (inputs and log: " + output + ")"));
        return code == 0 && found.isEmpty();
    }

    private List<String> command(FuzzTarget target, Path corpus) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", // an input that needs more is a finding
                "-cp",
                System.getProperty("java.class.path"),
                JAZZER,
                "--target_class=" + target.target().getName(),
                "--instrumentation_includes=" + target.instrumented(),
                "--custom_hook_includes=" + target.instrumented(),
                "--disabled_hooks=" + NOT_MEANT,
                "--reproducer_path=" + output,
                "--keep_going=" + findings,
                "-max_total_time=" + minutes * 60,
                "-timeout=25",
                "-rss_limit_mb=0",
                "-artifact_prefix=" + output + "/" + target.name().toLowerCase(Locale.ROOT) + "-",
                corpus.toString()));
        target.seeds().forEach(folder -> command.add(folder.toString()));
        return command;
    }

    private static String last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .reduce((a, b) -> b)
                .map(m -> m.group(1))
                .orElse("?");
    }
}
