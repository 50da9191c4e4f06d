package org.exchangesync.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads profiles and mailboxes from YAML files, and back from their declarations.
 *
 * <p>Secrets are written as placeholders ({@code {{env:EWS_PASSWORD}}}) and resolved when they are used, so that neither
 * the file nor a dump of the configuration holds them.
 */
public final class ProfilesFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnaryOperator<String> placeholders;
    private final Path spoolDirectory;

    /**
     * @param placeholders resolves {@code {{…}}} in a text
     * @param spoolDirectory where large contents are kept while they are processed
     */
    public ProfilesFile(UnaryOperator<String> placeholders, Path spoolDirectory) {
        this.placeholders = placeholders;
        this.spoolDirectory = spoolDirectory;
    }

    /**
     * What was read.
     *
     * @param profiles all together
     * @param declarations those of the files
     */
    public record Read(Profiles profiles, List<Declaration> declarations) {}

    /**
     * Reads a file, or all files of a folder that end with {@code .yaml} or {@code .yml}.
     *
     * @param others what is declared elsewhere and holds too
     * @throws ConfigurationException with every mistake in the files
     */
    public Read read(Path fileOrFolder, List<Declaration> others) {
        List<String> problems = new ArrayList<>();
        ProfilesReader reader = reader(problems);
        List<Declaration> declarations = new ArrayList<>();
        for (Path file : files(fileOrFolder)) {
            YamlMap root = parse(file, problems);
            if (root != null) {
                String source = file.getFileName().toString();
                for (ProfilesReader.Found found : reader.add(root)) {
                    declarations.add(new Declaration(found.kind(), found.name(), json(found.map()), source));
                }
            }
        }
        others.forEach(other -> reader.add(other.kind(), map(other, problems)));
        return new Read(finish(reader, problems, fileOrFolder.toString()), declarations);
    }

    /**
     * Reads what a person gives, in place of what is declared under the same names.
     *
     * @param label what messages call the text
     * @param declared all that is declared now
     * @throws ConfigurationException with every mistake in the text
     */
    public Read readText(String label, String text, List<Declaration> declared) {
        List<String> problems = new ArrayList<>();
        ProfilesReader reader = reader(problems);
        YamlMap root = map(label, text, problems);
        List<Declaration> taken = new ArrayList<>();
        if (root != null) {
            reader.add(root)
                    .forEach(found ->
                            taken.add(new Declaration(found.kind(), found.name(), json(found.map()), Declaration.API)));
        }
        declared.stream()
                .filter(other -> taken.stream()
                        .noneMatch(
                                one -> one.kind() == other.kind() && one.name().equals(other.name())))
                .forEach(other -> reader.add(other.kind(), map(other, problems)));
        return new Read(finish(reader, problems, label), taken);
    }

    /**
     * What is declared, with all that follows from it.
     *
     * @throws ConfigurationException if it doesn't fit together
     */
    public Profiles of(List<Declaration> declarations) {
        List<String> problems = new ArrayList<>();
        ProfilesReader reader = reader(problems);
        declarations.forEach(declaration -> reader.add(declaration.kind(), map(declaration, problems)));
        return finish(reader, problems, "the database");
    }

    private ProfilesReader reader(List<String> problems) {
        return new ProfilesReader(new ConnectionReader(placeholders, spoolDirectory), problems);
    }

    private static Profiles finish(ProfilesReader reader, List<String> problems, String where) {
        Profiles profiles = reader.profiles();
        if (problems.isEmpty()
                && profiles.mailboxes().isEmpty()
                && profiles.profiles().isEmpty()) {
            problems.add(where + ": no mailbox is configured; add at least one below 'mailboxes:'");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return profiles;
    }

    /** The files that are read. */
    public static List<Path> files(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + fileOrFolder + " can't be read", e);
        }
    }

    private static YamlMap parse(Path file, List<String> problems) {
        try {
            YamlMap map = map(file.toString(), Files.readString(file), problems);
            if (map == null) {
                problems.add(file + ": the file is empty; it needs 'profiles:' and 'mailboxes:'");
            }
            return map;
        } catch (IOException e) {
            problems.add(file + ": cannot be read (" + e + ")");
            return null;
        }
    }

    private static YamlMap map(Declaration declaration, List<String> problems) {
        return map(
                declaration.kind().label() + " '" + declaration.name() + "' in the database (" + declaration.source()
                        + ")",
                declaration.json(),
                problems);
    }

    /** JSON is YAML too. */
    private static YamlMap map(String label, String text, List<String> problems) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(label).build();
            Node node = new Compose(settings).composeString(text).orElse(null);
            return node == null ? null : new YamlMap(label, node, problems);
        } catch (YamlEngineException | IllegalArgumentException e) { // the latter for tags that are none
            problems.add(label + ": is no YAML: " + e.getMessage());
            return null;
        }
    }

    private static String json(YamlMap map) {
        try {
            return JSON.writeValueAsString(map.plain());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(map.place() + " can't be written as JSON", e);
        }
    }
}
