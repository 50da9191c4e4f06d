package org.exchangesync.profile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.Secret;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads profiles and mailboxes from one YAML file.
 *
 * <p>Secrets are written as placeholders ({@code {{env:EWS_PASSWORD}}}) and resolved when they are used, so that neither
 * the file nor a dump of the configuration holds them.
 */
public final class ProfilesFile {
    private static final Map<String, ServerType> SERVER_TYPES =
            Map.of(ServerType.EXCHANGE_SERVER.label(), ServerType.EXCHANGE_SERVER);
    private static final Map<String, Impersonation> IMPERSONATIONS = impersonations();

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
     * @throws ConfigurationException with every mistake in the file
     */
    public Profiles read(Path file) {
        List<String> problems = new ArrayList<>();
        YamlMap root = parse(file, problems);
        List<EmailServerProfile> profiles = new ArrayList<>();
        List<Mailbox> mailboxes = new ArrayList<>();
        if (root != null) {
            Map<String, EmailServerProfile> byName = new LinkedHashMap<>();
            for (YamlMap map : root.list("profiles")) {
                EmailServerProfile profile = profile(map);
                if (profile != null && byName.putIfAbsent(profile.name(), profile) != null) {
                    map.problem("name", "profile '" + profile.name() + "' stands twice");
                }
            }
            profiles.addAll(byName.values());
            Map<String, Mailbox> byAddress = new LinkedHashMap<>();
            for (YamlMap map : root.list("mailboxes")) {
                Mailbox mailbox = mailbox(map);
                if (!mailbox.profile().isEmpty() && !byName.containsKey(mailbox.profile())) {
                    map.problem(
                            "profile",
                            "there is no profile '" + mailbox.profile() + "'; there are "
                                    + String.join(", ", byName.keySet()));
                }
                if (byAddress.putIfAbsent(mailbox.address(), mailbox) != null) {
                    map.problem("address", "mailbox " + mailbox.address() + " stands twice");
                }
            }
            mailboxes.addAll(byAddress.values());
            root.refuseUnknown();
            if (problems.isEmpty() && mailboxes.isEmpty()) {
                problems.add(file + ": no mailbox is configured; add at least one below 'mailboxes:'");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Profiles(profiles, mailboxes);
    }

    private static YamlMap parse(Path file, List<String> problems) {
        try (InputStream in = Files.newInputStream(file)) {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file.toString()).build();
            Node node = new Compose(settings).composeInputStream(in).orElse(null);
            if (node == null) {
                problems.add(file + ": the file is empty; it needs 'profiles:' and 'mailboxes:'");
                return null;
            }
            return new YamlMap(file.toString(), node, problems);
        } catch (IOException e) {
            problems.add(file + ": cannot be read (" + e + ")");
        } catch (YamlEngineException | IllegalArgumentException e) { // the latter for tags that are none
            problems.add(file + ": is no YAML: " + e.getMessage());
        }
        return null;
    }

    private EmailServerProfile profile(YamlMap map) {
        String name = map.required("name");
        URI url = url(map);
        String username = map.required("username");
        String password = map.required("password");
        Impersonation impersonation = map.choice("impersonation", IMPERSONATIONS, Impersonation.PRIMARY_SMTP_ADDRESS);
        String trustStore = map.text("trustStore");
        String trustStorePassword = map.text("trustStorePassword");
        int timeout = map.number("timeout", 90, 1, 3600);
        ConnectionSettings connection = url == null
                ? null
                : ConnectionSettings.builder(name, url, new Credentials(username, secret(password)))
                        .impersonation(impersonation)
                        .trustStore(
                                trustStore == null ? null : Path.of(trustStore),
                                trustStorePassword == null ? null : secret(trustStorePassword))
                        .allowPlainHttp(map.flag("allowPlainHttp", false))
                        .readTimeout(Duration.ofSeconds(timeout))
                        .gzip(map.flag("gzip", false))
                        .maxConnections(map.number("maximumConcurrentConnections", 10, 1, 300))
                        .spool(1 << 20, spoolDirectory)
                        .build();
        ServerType type = map.choice("serverType", SERVER_TYPES, ServerType.EXCHANGE_SERVER);
        String description = map.text("description");
        var from = map.instant("processEmailFrom");
        int interval = map.number("minimumPollingInterval", 0, 0, 1440);
        boolean move = map.flag("moveFailedEmailsToUndeliverable", false);
        boolean active = map.flag("active", true);
        map.refuseUnknown();
        return connection == null
                ? null
                : new EmailServerProfile(
                        name, description, type, connection, from, Duration.ofMinutes(interval), move, active);
    }

    private Secret secret(String text) {
        return Secret.named(text, () -> placeholders.apply(text));
    }

    private URI url(YamlMap map) {
        String text = placeholders.apply(map.required("incomingServerLocation"));
        boolean plain = map.flag("allowPlainHttp", false);
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI url = new URI(text);
            if ("https".equals(url.getScheme()) || plain && "http".equals(url.getScheme())) {
                return url;
            }
            map.problem(
                    "incomingServerLocation",
                    "'" + text + "' does not begin with https://, so the password would cross the network readable"
                            + " by anyone; for tests only, 'allowPlainHttp: true' permits it");
        } catch (URISyntaxException e) {
            map.problem("incomingServerLocation", "'" + text + "' is no URL: " + e.getReason());
        }
        return null;
    }

    private static Mailbox mailbox(YamlMap map) {
        String address = map.required("address").toLowerCase(Locale.ROOT);
        if (!address.isEmpty() && (address.indexOf('@') < 1 || address.endsWith("@"))) {
            map.problem("address", "'" + address + "' is no mail address");
        }
        String connectingId = map.text("connectingId");
        Mailbox mailbox = new Mailbox(
                address,
                map.required("profile"),
                connectingId == null ? address : connectingId,
                map.flag("incomingEmail", true),
                map.flag("appointmentsContactsTasks", true),
                map.flag("deleteEmailsAfterProcessing", false),
                map.instant("processEmailFrom"),
                map.values("folders", ProfilesFile::folder));
        map.refuseUnknown();
        return mailbox;
    }

    /** A further folder: below one of those that are read anyhow. */
    private static FolderRef folder(String text) {
        FolderRef folder = FolderRef.parse(text);
        boolean below = folder.isPath()
                && switch (folder.wellKnown()) {
                    case INBOX, CALENDAR, CONTACTS, TASKS -> true;
                    default -> false;
                };
        if (!below) {
            throw new IllegalArgumentException("'" + text
                    + "' is not below Inbox, Calendar, Contacts or Tasks; name a folder such as Inbox/Projects");
        }
        return folder;
    }

    private static Map<String, Impersonation> impersonations() {
        Map<String, Impersonation> names = new LinkedHashMap<>();
        names.put("primarySmtpAddress", Impersonation.PRIMARY_SMTP_ADDRESS);
        names.put("principalName", Impersonation.PRINCIPAL_NAME);
        names.put("sid", Impersonation.SID);
        names.put("none", Impersonation.NONE);
        return names;
    }
}
