package org.exchangesync.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.exchangesync.transport.TransportConfiguration;
import org.exchangesync.transport.TransportHeaders;
import org.junit.jupiter.api.Test;

/** What the build generates about the component, and the page that shows it, say what the code does. */
class EwsCatalogTest {
    private static final Path PAGE = Path.of("docs/ews-component.md");

    private final JsonNode catalog = catalog();
    private final JsonNode options = catalog.get("properties");
    private final JsonNode headers = catalog.get("headers");

    @Test
    void everyOptionIsInTheCatalogWithADescription() {
        List<String> names = new ArrayList<>();
        for (Class<?> type :
                List.of(EwsConfiguration.class, EwsAccountConfiguration.class, TransportConfiguration.class)) {
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(UriParam.class)) {
                    names.add(field.getName());
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(20);
        assertThat(options.fieldNames()).toIterable().containsAll(names);
        assertThat(options)
                .allSatisfy(option -> assertThat(text(option, "description")).isNotBlank());
    }

    @Test
    void everyHeaderIsInTheCatalogUnderItsNameInTheVocabulary() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : TransportHeaders.class.getFields()) {
            names.add((String) field.get(null));
        }
        assertThat(headers.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void passwordsAreMarkedAsSecrets() {
        assertThat(List.of("password", "trustStorePassword", "clientSecret", "keyStorePassword", "proxyPassword"))
                .allMatch(name -> options.get(name).get("secret").asBoolean());
    }

    /**
     * In a clean checkout the build must leave the generated files as they were committed. Where sources are being edited,
     * it says nothing: the generated files are committed together with them.
     */
    @Test
    void theCommittedFilesAreThoseThatTheBuildGenerates() throws Exception {
        assumeTrue(Files.exists(Path.of(".git")), "this is no git checkout");
        assumeTrue(changedFiles("src/main", "pom.xml").isEmpty(), "sources are being edited");
        assertThat(changedFiles("src/generated"))
                .as("files that the build generated anew: commit them with the sources they come from")
                .isEmpty();
    }

    /** Run with {@code -Dexchangesync.docs=write} to bring the page up to date. */
    @Test
    void thePageListsTheOptionsAndHeadersOfTheCatalog() throws IOException {
        String page = Files.readString(PAGE);
        String wanted = withTable(withTable(page, "options", optionTable()), "headers", headerTable());
        if ("write".equals(System.getProperty("exchangesync.docs"))) {
            Files.writeString(PAGE, wanted);
        } else {
            assertThat(page)
                    .as("run mvn test -Dtest=EwsCatalogTest -Dexchangesync.docs=write")
                    .isEqualTo(wanted);
        }
    }

    private static String withTable(String page, String name, String table) {
        String begin = "<!-- " + name + ": begin -->\n";
        String end = "<!-- " + name + ": end -->";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertThat(to).as("marks '%s' and '%s' in %s", begin.strip(), end, PAGE).isGreaterThanOrEqualTo(from);
        return page.substring(0, from) + table + page.substring(to);
    }

    private String optionTable() {
        StringBuilder table = new StringBuilder("| option | for | default | meaning |\n|---|---|---|---|\n");
        options.properties().forEach(entry -> {
            JsonNode option = entry.getValue();
            if (option.has("configurationClass") || entry.getKey().equals("delay")) {
                String fallback = text(option, "defaultValue");
                table.append(row(
                        code(entry.getKey()),
                        text(option, "group"),
                        fallback.isEmpty() ? "" : code(fallback),
                        text(option, "description") + (option.get("secret").asBoolean() ? " Secret." : "")));
            }
        });
        return table.toString();
    }

    private String headerTable() {
        StringBuilder table =
                new StringBuilder("| header | constant | for | type | meaning |\n|---|---|---|---|---|\n");
        headers.properties().forEach(entry -> {
            JsonNode header = entry.getValue();
            table.append(row(
                    code(entry.getKey()),
                    code(afterLast('#', text(header, "constantName"))),
                    text(header, "group"),
                    afterLast('.', text(header, "javaType")),
                    text(header, "description")));
        });
        return table.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String afterLast(char mark, String text) {
        return text.substring(text.lastIndexOf(mark) + 1);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static JsonNode catalog() {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            return new ObjectMapper().readTree(camel.getComponentParameterJsonSchema("ews"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> changedFiles(String... paths) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "status", "--porcelain", "--"));
        command.addAll(List.of(paths));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor(30, TimeUnit.SECONDS)).as("git ended").isTrue();
        assertThat(git.exitValue()).as(answer).isZero();
        return answer.lines().toList();
    }
}
