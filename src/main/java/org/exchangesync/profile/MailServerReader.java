package org.exchangesync.profile;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Impersonation;

/** Reads of a profile of type pop3Smtp how its servers are reached: one where mail is fetched, one where it is handed in. */
final class MailServerReader {
    /** In the user name of a profile: stands for the mailbox that is signed in to. */
    static final String MAILBOX = "{mailbox}";

    /** What a host of Exchange Online is called; only those are told its tokens without being asked for by scope. */
    private static final String ONLINE = "outlook.office365.com";

    /** What other profiles have, and why servers of mail haven't. */
    private static final Map<String, String> REFUSED = refused();

    private static final Map<String, Encryption> ENCRYPTIONS =
            ConnectionReader.labels(Encryption.values(), encryption -> encryption.label);

    private final ConnectionReader connections;

    MailServerReader(ConnectionReader connections) {
        this.connections = connections;
    }

    /** From which moment on a connection is under TLS. */
    private enum Encryption {
        SSL("ssl", "s"),
        START_TLS("startTls", ""),
        NONE("none", "+plain");

        private final String label;
        private final String suffix;

        Encryption(String label, String suffix) {
            this.label = label;
            this.suffix = suffix;
        }
    }

    private static Map<String, String> refused() {
        Map<String, String> reasons = new LinkedHashMap<>();
        String found =
                "servers of POP3 and SMTP are not found by Autodiscover: name them by 'incomingServerLocation' and"
                        + " 'outgoingServerLocation'";
        reasons.put("autodiscover", found);
        reasons.put("autodiscoverUrl", found);
        reasons.put("autodiscoverHosts", found);
        reasons.put(
                "impersonation",
                "POP3 and SMTP know no impersonation: each mailbox signs in for itself ('credentials: userOrQueue'), or an"
                        + " account that may stand for others has '{mailbox}' in its 'username'");
        reasons.put(
                "moveFailedEmailsToUndeliverable",
                "POP3 has no folders to move mail to: what can't be taken is a dead letter with its original, and stays on"
                        + " the server");
        reasons.put("proxy", "servers of POP3 and SMTP are not reached through HTTP proxies");
        reasons.put("gzip", "POP3 and SMTP don't compress");
        reasons.put(
                "allowPlainHttp",
                "these servers don't speak HTTP; what permits them to go without TLS is 'allowPlainText'");
        reasons.put("maximumConcurrentConnections", "a POP3 server lets one session at a time into a mailbox");
        reasons.put("maximumAccountConnections", "how many mailboxes are read at once is said by exchangesync.workers");
        return reasons;
    }

    /** Null where a problem was told that leaves nothing to connect to. */
    ConnectionSettings read(
            YamlMap map,
            String name,
            AuthenticationMethod method,
            CredentialRetrieval retrieval,
            ProfileSettings settings) {
        REFUSED.forEach((field, why) -> {
            String given = map.has(field) && !field.equals("proxy") && !field.equals("autodiscoverHosts")
                    ? map.text(field)
                    : map.has(field) ? "given" : null;
            if (given != null && !given.equals("false")) {
                map.problem(field, why);
            }
        });
        boolean plain = map.flag("allowPlainText", false);
        URI incoming = server(map, "incoming", "pop3", Map.of(Encryption.SSL, 995), 110, plain);
        if (!map.has("incomingServerLocation")) {
            map.problem(
                    "incomingServerLocation",
                    "'incomingServerLocation' is missing; write the name of the POP3 server such as pop.example.org");
        }
        URI outgoing =
                server(map, "outgoing", "smtp", Map.of(Encryption.SSL, 465, Encryption.START_TLS, 587), 25, plain);
        Authentication authentication = authentication(map, method, retrieval, incoming, settings);
        String trustStore = map.text("trustStore");
        ConnectionSettings.Builder builder = incoming == null || authentication == null
                ? null
                : ConnectionSettings.builder(name, incoming, authentication)
                        .trustStore(
                                trustStore == null ? null : Path.of(trustStore),
                                connections.secret(map.reference("trustStorePassword")));
        int timeout = map.number("timeout", 90, 1, 3600);
        return builder == null
                ? null
                : connections
                        .spooled(builder)
                        .outgoingUrl(outgoing)
                        .impersonation(Impersonation.NONE)
                        .allowPlainHttp(plain)
                        .readTimeout(Duration.ofSeconds(timeout))
                        .build();
    }

    private Authentication authentication(
            YamlMap map,
            AuthenticationMethod method,
            CredentialRetrieval retrieval,
            URI incoming,
            ProfileSettings settings) {
        if (method == AuthenticationMethod.NTLM) {
            map.problem("authentication", "POP3 and SMTP servers are signed in to by basic or oauth (XOAUTH2)");
            return null;
        }
        if (method == AuthenticationMethod.OAUTH && incoming != null && !map.has("scope")) {
            String host = incoming.getHost().toLowerCase(Locale.ROOT);
            if (!host.equals(ONLINE)) {
                map.problem(
                        "scope",
                        "'scope' is missing: for which resource tokens are asked for is known for " + ONLINE + " only");
            }
        }
        return connections.authentication(map, ServerType.POP3_SMTP, method, retrieval, null, settings);
    }

    private URI server(
            YamlMap map, String which, String protocol, Map<Encryption, Integer> ports, int otherPort, boolean plain) {
        String field = which + "ServerLocation";
        String host = connections.resolved(map.text(field));
        Encryption encryption = map.choice(which + "Encryption", ENCRYPTIONS, Encryption.SSL);
        int port = map.number(which + "Port", ports.getOrDefault(encryption, otherPort), 1, 65_535);
        if (host == null) {
            return null;
        }
        if (encryption == Encryption.NONE && !plain) {
            map.problem(
                    which + "Encryption",
                    "without TLS the password would cross the network readable by anyone; only where that is meant,"
                            + " 'allowPlainText: true' permits it");
        }
        try {
            URI url = new URI(protocol + encryption.suffix, null, host, port, null, null, null);
            if (url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below, like a name that is none
        }
        map.problem(
                field,
                "'" + host
                        + "' is no name of a server: write one such as mail.example.org, and port and encryption beside"
                        + " it");
        return null;
    }

    /** What holds between a mailbox and its profile. */
    static void check(Mailbox mailbox, EmailServerProfile profile, Set<String> others, YamlMap map) {
        if (mailbox.serves(Direction.APPOINTMENTS_CONTACTS_TASKS)) {
            map.problem(
                    "appointmentsContactsTasks",
                    "POP3 and SMTP carry email only: allowed is none for mailboxes of profile '" + profile.name()
                            + "'");
        }
        if (!mailbox.folders().isEmpty()) {
            map.problem("folders", "POP3 shows the inbox only: leave out the folders");
        }
        if (mailbox.serves(Direction.OUTGOING) && !profile.sends()) {
            map.problem(
                    "outgoingEmail",
                    "profile '" + profile.name() + "' names no 'outgoingServerLocation': name it there, or write"
                            + " 'outgoingEmail: none' here");
        }
        Credentials shared = profile.connection().authentication() instanceof Authentication.Basic basic
                ? basic.credentials()
                : null;
        boolean one = profile.credentials() == CredentialRetrieval.PROFILE
                && shared != null
                && !shared.username().contains(MAILBOX);
        if (one && mailbox.serves(Direction.INCOMING) && !others.isEmpty()) {
            map.problem(
                    "profile",
                    "the account '" + shared.username() + "' of profile '" + profile.name()
                            + "' opens one mailbox over POP3, and "
                            + others.iterator().next() + " has the profile too: give"
                            + " the profile 'credentials: userOrQueue', or a 'username' with '{mailbox}' in it");
        }
    }
}
