package org.exchangesync.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What every file of the routes folder promises to whoever edits it. */
class RouteFilesTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
    private static final Pattern DIRECT = Pattern.compile("(?m)^[^#]*?direct:([a-z-]+)");
    private static final String SUFFIX = ".camel.yaml";

    static Stream<Path> files() throws IOException {
        return Files.list(ROUTES)
                .filter(file -> file.toString().endsWith(SUFFIX))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theFileHasTheNameOfItsOneRouteAndBeginsWithAComment(Path file) throws IOException {
        String text = Files.readString(file);
        String name = file.getFileName().toString().replace(SUFFIX, "");
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);

        assertThat(text).as("a comment for the administrator").startsWith("# ");
        assertThat(yaml).asList().as("one route or configuration a file").hasSize(1);
        assertThat(text).containsPattern("(?m)^    id: " + name + "$");
        assertThat(text).containsPattern("(?m)^    description: .+");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aDirectRouteListensOnItsOwnName(Path file) throws IOException {
        Matcher from = Pattern.compile("from:\\s+uri: direct:(\\S+)").matcher(Files.readString(file));
        if (from.find()) {
            assertThat(from.group(1)).isEqualTo(file.getFileName().toString().replace(SUFFIX, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyDirectTargetExists(Path file) throws IOException {
        Matcher direct = DIRECT.matcher(Files.readString(file));
        while (direct.find()) {
            String target = direct.group(1);
            if (!target.endsWith("-")) { // the rest is computed
                assertThat(ROUTES.resolve(target + SUFFIX))
                        .as("direct:%s", target)
                        .exists();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void noHostAddressOrScheduleStandsInARoute(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String code = line.replaceFirst("^\\s*#.*", "");
            assertThat(code)
                    .doesNotContain("://")
                    .doesNotContainPattern("cron=|period=")
                    .doesNotContain("class:");
        }
    }

    @Test
    void everyPlaceholderHasAValueAndEveryValueAUser() throws IOException {
        Properties values = new Properties();
        try (var in = Files.newInputStream(ROUTES.resolve("routes.properties"))) {
            values.load(in);
        }
        Set<String> used = new TreeSet<>();
        for (Path file : files().toList()) {
            for (String line : Files.readAllLines(file)) {
                Matcher placeholder = PLACEHOLDER.matcher(line.replaceFirst("^\\s*#.*", ""));
                while (placeholder.find()) {
                    used.add(placeholder.group(1));
                }
            }
        }

        assertThat(values.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everyKindOfItemHasItsRoute() {
        assertThat(Stream.of("email", "appointment", "contact", "task"))
                .allSatisfy(kind ->
                        assertThat(ROUTES.resolve("receive-" + kind + SUFFIX)).exists());
    }
}
