package org.exchangesync.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;
import org.exchangesync.profile.SecretStore;
import org.exchangesync.profile.SecretVault;

/**
 * Where secrets may be kept beside environment and system properties, which Camel knows itself: {@code {{file:/path}}} for
 * files such as containers mount them, and {@code {{stored:name}}} for the database.
 */
final class SecretFunctions {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{([A-Za-z0-9_-]+):([^{}]*)}}");

    private SecretFunctions() {}

    static void addTo(CamelContext context, SecretVault vault) {
        add(context, "file", SecretFunctions::read);
        add(context, "stored", vault::get);
    }

    /**
     * Resolves the placeholders of profiles. Functions are asked directly: Camel's own resolver logs what it finds, at level
     * DEBUG.
     */
    static UnaryOperator<String> resolver(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return text -> {
            boolean onlyFunctions = REFERENCE
                            .matcher(text)
                            .results()
                            .allMatch(reference -> properties.getPropertiesFunction(reference.group(1)) != null)
                    && !REFERENCE.matcher(text).replaceAll("").contains("{{");
            return onlyFunctions
                    ? REFERENCE
                            .matcher(text)
                            .replaceAll(reference -> Matcher.quoteReplacement(
                                    value(properties.getPropertiesFunction(reference.group(1)), reference)))
                    : context.resolvePropertyPlaceholders(text);
        };
    }

    private static String value(PropertiesFunction function, MatchResult reference) {
        String value = function.apply(reference.group(2));
        if (value == null) {
            throw new IllegalArgumentException(reference.group() + " has no value where the program runs");
        }
        return value;
    }

    private static void add(CamelContext context, String name, Function<String, String> lookup) {
        context.getPropertiesComponent().addPropertiesFunction(new PropertiesFunction() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public String apply(String remainder) {
                return lookup.apply(remainder.strip());
            }
        });
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the file of a secret, " + file + ", can't be read: " + e, e);
        }
    }

    /** The vault whose keys stand in a file, one a line, the current one first. */
    static SecretVault vault(SecretStore store, Path keyFile) {
        return new SecretVault(store, () -> {
            try {
                return keyFile == null
                        ? List.of()
                        : Files.readAllLines(keyFile).stream()
                                .filter(line -> !line.isBlank())
                                .toList();
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the keys of stored secrets can't be read from exchangesync.secrets.keyFile: " + e, e);
            }
        });
    }
}
