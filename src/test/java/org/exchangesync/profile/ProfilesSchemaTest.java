package org.exchangesync.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that editors use, the reader, and the pages say the same. */
class ProfilesSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final JsonNode schema = read();

    private static JsonNode read() {
        try {
            return JSON.readTree(ProfilesSchemaTest.class.getResource("profiles.schema.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> problems(String yaml) {
        JsonSchema validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return validator.validate(JSON.valueToTree(tree)).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theExampleIsUnderstoodByBoth() throws IOException {
        Path example = Path.of("src/main/config/profiles.yaml");
        assertThat(problems(Files.readString(example))).isEmpty();
        Profiles profiles =
                new ProfilesFile(text -> text, folder).read(example, List.of()).profiles();
        assertThat(profiles.profiles()).hasSize(5);
        assertThat(profiles.active()).hasSize(4);
    }

    @Test
    void whatTheReaderRefusesTheSchemaRefusesToo() {
        assertThat(problems("""
                profiles:
                  - {name: a, serverType: lotusNotes, minimumPollingInterval: 1441, password: plain, colour: red}
                mailboxes:
                  - {address: nobody, incomingEmail: maybe}
                  - {profile: a}
                """)).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"profiles", "mailboxes", "settings", "defaults"})
    void theReaderKnowsTheFieldsOfTheSchema(String what) throws IOException {
        boolean list = what.equals("profiles") || what.equals("mailboxes");
        JsonNode node = schema.path("properties").path(what);
        Set<String> told = new TreeSet<>();
        (list ? node.path("items") : node).path("properties").fieldNames().forEachRemaining(told::add);

        // each way to sign in has fields of its own
        Set<String> known = new TreeSet<>();
        for (String start : List.of(
                "authentication: basic",
                "authentication: oauth, clientSecret: '{{s}}', tokenEndpoint: 'https://h/'",
                "serverType: pop3Smtp")) {
            String fields = "{" + (what.equals("profiles") ? start + ", " : "") + "nonsense: 1}";
            String yaml = (list ? what + ": [" + fields + "]" : what + ": " + fields)
                    + (what.equals("defaults") ? "\nmailboxes: [{address: a@b}]" : "");
            known.addAll(known(yaml));
        }
        if (what.equals("defaults")) {
            known.remove("address");
        }
        assertThat(told).isEqualTo(known);
    }

    private Set<String> known(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.yaml"), yaml);
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class, () -> new ProfilesFile(text -> text, folder).read(file, List.of()));
        Matcher known = Pattern.compile("'nonsense' is not known here; known are ([^\\n]+)")
                .matcher(failure.getMessage());
        assertThat(known.find()).as(failure.getMessage()).isTrue();
        return new TreeSet<>(List.of(known.group(1).strip().split(", ")));
    }

    @Test
    void thePageNamesEveryField() throws IOException {
        String page = Files.readString(Path.of("docs/profiles.md"));
        Set<String> missing = new TreeSet<>();
        for (String part : List.of("profiles", "mailboxes", "settings")) {
            JsonNode node = schema.path("properties").path(part);
            (node.has("items") ? node.path("items") : node)
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(field -> {
                        if (!page.contains("`" + field + "`")) {
                            missing.add(field);
                        }
                    });
        }
        assertThat(missing).isEmpty();
    }
}
