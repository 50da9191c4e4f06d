package org.exchangesync.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sandbox as a process of its own is told: by arguments, else by system properties, else by the environment. */
final class SandboxOptions {
    private static final String PREFIX = "exchangesync.sandbox.";
    /** Arguments and what they mean, for people. */
    private static final Map<String, String> KNOWN = new TreeMap<>(Map.ofEntries(
            Map.entry("port", "port on 127.0.0.1, 0 for any free one; 8443 by default"),
            Map.entry("folder", "where its certificate authority is kept; data/sandbox by default"),
            Map.entry("data", "a folder of .eml, .ics and .vcf files to fill the mailboxes with"),
            Map.entry(
                    "demo", "true or false: whether the demo data are put in; by default when no data folder is named"),
            Map.entry("mailboxes", "so many further mailboxes, empty, from box001@many.example on; 0 by default"),
            Map.entry("seed", "another number gives other demo data; 1 by default"),
            Map.entry("ledger", "the file that every change is written to, continued if it is there; none by default"),
            Map.entry("control-password", "password of the account 'control' of the control API; made up by default"),
            Map.entry(
                    "logon",
                    "how clients may log on: basic, ntlm, oauth or form, or several of them with commas; basic by"
                            + " default"),
            Map.entry(
                    "extended-protection",
                    "true or false: whether NTLM must be bound to the TLS connection; false by default"),
            Map.entry("application", "id of the application that may get tokens; sandbox-app by default"),
            Map.entry("application-secret", "its secret; made up by default, unless it has a certificate"),
            Map.entry("application-certificate", "PEM file with its certificate, by whose key it may prove who it is"),
            Map.entry("token-lifetime", "for so many seconds a token is good; 3600 by default")));

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
        return isSet("demo", data().isEmpty());
    }

    /** How clients may log on. */
    Logon[] logon() {
        List<Logon> ways = new ArrayList<>();
        for (String word : get("logon").orElse("basic").split(",")) {
            String name = word.strip().toUpperCase(Locale.ROOT);
            if (Stream.of(Logon.values()).noneMatch(way -> way.name().equals(name))) {
                throw new IllegalArgumentException(
                        "--logon can't be '" + word.strip() + "'; allowed are basic, ntlm, oauth and form");
            }
            ways.add(Logon.valueOf(name));
        }
        return ways.toArray(Logon[]::new);
    }

    boolean extendedProtection() {
        return isSet("extended-protection", false);
    }

    String application() {
        return get("application").orElse("sandbox-app");
    }

    Optional<String> applicationSecret() {
        return get("application-secret");
    }

    /** The certificate of the application, if it has one. */
    Optional<X509Certificate> applicationCertificate() {
        return get("application-certificate").map(file -> {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            } catch (IOException | CertificateException e) {
                throw new IllegalArgumentException(
                        "--application-certificate can't be '" + file + "'; a PEM file with a certificate is wanted ("
                                + e.getMessage() + ")",
                        e);
            }
        });
    }

    Duration tokenLifetime() {
        String text = get("token-lifetime").orElse("3600");
        if (!text.matches("\\d{1,6}") || text.matches("0+")) {
            throw new IllegalArgumentException("--token-lifetime can't be '" + text + "'; allowed is 1 to 999999");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private boolean isSet(String name, boolean otherwise) {
        String text = get(name).orElse(String.valueOf(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("--" + name + " can't be '" + text + "'; allowed is true or false");
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
        // as properties are written: control-password is controlPassword there
        String property = PREFIX
                + Pattern.compile("-(\\w)")
                        .matcher(name)
                        .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
        return Optional.ofNullable(arguments.get(name))
                .or(() -> Optional.ofNullable(properties.apply(property)))
                .or(() -> Optional.ofNullable(
                        environment.apply(property.replace('.', '_').toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
