package org.exchangesync.popsmtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.UriParam;
import org.exchangesync.transport.TransportConfiguration;
import org.exchangesync.transport.TransportHeaders;
import org.junit.jupiter.api.Test;

/** What the build generates about the component, and the page that shows it, say what the code does. */
class PopSmtpCatalogTest {
    private static final Path PAGE = Path.of("docs/pop-smtp.md");
    private static final String BEGIN = "<!-- options: begin -->\n";
    private static final String END = "<!-- options: end -->";

    private final JsonNode catalog = catalog();
    private final JsonNode options = catalog.get("properties");

    private static JsonNode catalog() {
        try {
            return new ObjectMapper()
                    .readTree(PopSmtpCatalogTest.class.getResource("/META-INF/org/exchangesync/popsmtp/pop-smtp.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyOptionIsInTheCatalogWithADescription() {
        List<String> names = new ArrayList<>();
        for (Class<?> type : List.of(PopSmtpConfiguration.class, TransportConfiguration.class)) {
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(UriParam.class)) {
                    names.add(field.getName());
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(20);
        assertThat(options.fieldNames()).toIterable().containsAll(names);
        assertThat(options)
                .allSatisfy(
                        option -> assertThat(option.get("description").asText()).isNotBlank());
        assertThat(List.of("username", "password", "trustStorePassword"))
                .allMatch(name -> options.get(name).get("secret").asBoolean());
    }

    @Test
    void everyHeaderIsInTheCatalogUnderItsNameInTheVocabulary() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : TransportHeaders.class.getFields()) {
            names.add((String) field.get(null));
        }
        assertThat(catalog.get("headers").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(names);
    }

    /** Run with {@code -Dexchangesync.docs=write} to bring the page up to date. */
    @Test
    void thePageListsTheOptionsOfTheConnection() throws IOException {
        StringBuilder table = new StringBuilder("| option | for | default | meaning |\n|---|---|---|---|\n");
        for (Field field : PopSmtpConfiguration.class.getDeclaredFields()) {
            if (field.isAnnotationPresent(UriParam.class)) {
                JsonNode option = options.get(field.getName());
                String fallback = option.path("defaultValue").asText();
                table.append("| `").append(field.getName()).append("` | ");
                table.append(option.get("group").asText()).append(" | ");
                table.append(fallback.isEmpty() ? "" : "`" + fallback + "`").append(" | ");
                table.append(option.get("description").asText());
                table.append(option.get("secret").asBoolean() ? " Secret." : "").append(" |\n");
            }
        }
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String wanted = page.substring(0, from) + table + page.substring(page.indexOf(END));
        if ("write".equals(System.getProperty("exchangesync.docs"))) {
            Files.writeString(PAGE, wanted);
        } else {
            assertThat(page)
                    .as("run mvn test -Dtest=PopSmtpCatalogTest -Dexchangesync.docs=write")
                    .isEqualTo(wanted);
        }
    }
}
