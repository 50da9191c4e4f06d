package org.exchangesync.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is fuzzed for minutes by {@code mvn -Pfuzz} is run here on its seeds, on what was once found, and for a moment on
 * random inputs, always the same ones.
 */
class FuzzTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long MILLIS = Long.getLong("fuzz.millis", 1500);
    private static final int MOST_INPUTS = 20_000;

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void seedsAndFindingsPass(FuzzTarget target) {
        Map<String, byte[]> seeds = seeds(target);
        assertThat(seeds).isNotEmpty();
        seeds.forEach((name, input) -> assertPasses(target, name, input));
    }

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void randomInputsPass(FuzzTarget target) {
        Mutator mutator = new Mutator(List.copyOf(seeds(target).values()), 1);
        long end = System.nanoTime() + MILLIS * 1_000_000;
        for (int i = 0; i < MOST_INPUTS && System.nanoTime() < end; i++) {
            assertPasses(target, "input " + i, mutator.next());
        }
    }

    private static void assertPasses(FuzzTarget target, String name, byte[] input) {
        try {
            assertTimeoutPreemptively(SOON, () -> target.run(input));
        } catch (Throwable e) {
            throw new AssertionError(
                    target + " fails on " + name + ", in base64: "
                            + Base64.getEncoder().encodeToString(input) + "\n"
                            + new String(input, StandardCharsets.ISO_8859_1),
                    e);
        }
    }

    private static Map<String, byte[]> seeds(FuzzTarget target) {
        Map<String, byte[]> seeds = new TreeMap<>();
        for (Path folder : target.seeds().stream().filter(Files::isDirectory).toList()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    seeds.put(file.toString(), Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return seeds;
    }
}
