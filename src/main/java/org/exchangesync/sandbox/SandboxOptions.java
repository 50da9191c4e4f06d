package org.exchangesync.sandbox;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What the sandbox as a process of its own is told: by arguments, else by system properties, else by the environment. */
final class SandboxOptions {
    private static final String PREFIX = "exchangesync.sandbox.";
    /** Arguments and what they mean, for people. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "port", "port on 127.0.0.1, 0 for any free one; 8443 by default",
            "folder", "where its certificate authority is kept; data/sandbox by default",
            "data", "a folder of .eml, .ics and .vcf files to fill the mailboxes with",
            "demo", "true or false: whether the demo data are put in; by default when no data folder is named",
            "mailboxes", "so many further mailboxes, empty, from box001@many.example on; 0 by default",
            "seed", "another number gives other demo data; 1 by default",
            "ledger", "the file that every change is written to, continued if it is there; none by default",
            "control-password", "password of the account 'control' of the control API; made up by default"));

    private final Map<String, String> arguments;
    private final Function<String, String> properties;
    private final Function<String, String> environment;

    private SandboxOptions(
            Map<String, String> arguments, Function<String, String> properties, Function<String, String> environment) {
        this.arguments = arguments;
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Reads {@code --name value}, {@code --name=value} and {@code name=value}.
     *
     * @throws IllegalArgumentException with all that is allowed, when an argument is none of that
     */
    static SandboxOptions of(
            String[] arguments, Function<String, String> properties, Function<String, String> environment) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String name = (equals < 0 ? argument : argument.substring(0, equals)).replaceFirst("^--", "");
            boolean valueFollows = equals < 0 && argument.startsWith("--") && i + 1 < arguments.length;
            if (!KNOWN.containsKey(name) || equals < 0 && !valueFollows) {
                throw new IllegalArgumentException("'" + argument + "' is no option with a value.\n" + usage());
            }
            given.put(name, valueFollows ? arguments[++i] : argument.substring(equals + 1));
        }
        return new SandboxOptions(given, properties, environment);
    }

    private static String usage() {
        StringBuilder text = new StringBuilder("Options:");
        KNOWN.forEach((name, meaning) ->
                text.append("\n  --").append(name).append("  ").append(meaning));
        return text.toString();
    }

    int port() {
        String text = get("port").orElse("8443");
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("--port can't be '" + text + "'; allowed is 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    Path folder() {
        return Path.of(get("folder").orElse("data/sandbox"));
    }

    Optional<Path> data() {
        return get("data").map(Path::of);
    }

    /** How many mailboxes there are beside those of the demo. */
    int mailboxes() {
        String text = get("mailboxes").orElse("0");
        if (!text.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("--mailboxes can't be '" + text + "'; allowed is 0 to 999");
        }
        return Integer.parseInt(text);
    }

    boolean demo() {
        String text = get("demo").orElse(String.valueOf(data().isEmpty()));
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("--demo can't be '" + text + "'; allowed is true or false");
        }
        return text.equals("true");
    }

    long seed() {
        String text = get("seed").orElse("1");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed can't be '" + text + "'; allowed is a whole number", e);
        }
    }

    Optional<Path> ledger() {
        return get("ledger").map(Path::of);
    }

    /** The password that was given, if one was. */
    Optional<String> controlPassword() {
        return get("control-password");
    }

    /** A password that nobody guesses. */
    static String newPassword() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private Optional<String> get(String name) {
        String property = PREFIX + name.replace("control-password", "controlPassword");
        return Optional.ofNullable(arguments.get(name))
                .or(() -> Optional.ofNullable(properties.apply(property)))
                .or(() -> Optional.ofNullable(
                        environment.apply(property.replace('.', '_').toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
