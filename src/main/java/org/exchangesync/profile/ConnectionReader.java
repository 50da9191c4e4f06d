package org.exchangesync.profile;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.Secret;

/** Reads of a profile how its server is reached. */
final class ConnectionReader {
    private static final String ONLINE_URL = "https://outlook.office365.com/EWS/Exchange.asmx";
    private static final String ONLINE_SCOPE = "https://outlook.office365.com/.default";
    private static final String ENTRA = "https://login.microsoftonline.com/%s/oauth2/v2.0/token";
    private static final int SPOOL_THRESHOLD = 1 << 20;
    private static final Map<String, Impersonation> IMPERSONATIONS = impersonations();
    private static final Map<String, AuthenticationMethod> METHODS =
            labels(AuthenticationMethod.values(), AuthenticationMethod::label);
    private static final Map<String, CredentialRetrieval> RETRIEVALS =
            labels(CredentialRetrieval.values(), CredentialRetrieval::label);

    private final UnaryOperator<String> placeholders;
    private final Path spoolDirectory;

    ConnectionReader(UnaryOperator<String> placeholders, Path spoolDirectory) {
        this.placeholders = placeholders;
        this.spoolDirectory = spoolDirectory;
    }

    /** By the words that files use. */
    static <E extends Enum<E>> Map<String, E> labels(E[] values, Function<E, String> label) {
        Map<String, E> labels = new LinkedHashMap<>();
        for (E value : values) {
            labels.put(label.apply(value), value);
        }
        return labels;
    }

    AuthenticationMethod method(YamlMap map, ServerType type) {
        AuthenticationMethod method = map.choice(
                "authentication",
                METHODS,
                type == ServerType.EXCHANGE_ONLINE ? AuthenticationMethod.OAUTH : AuthenticationMethod.BASIC);
        if (type == ServerType.EXCHANGE_ONLINE && method != AuthenticationMethod.OAUTH) {
            map.problem("authentication", "Exchange Online takes no passwords: allowed is oauth");
        }
        return method;
    }

    CredentialRetrieval retrieval(YamlMap map, AuthenticationMethod method) {
        CredentialRetrieval retrieval = map.choice("credentials", RETRIEVALS, CredentialRetrieval.PROFILE);
        if (retrieval == CredentialRetrieval.USER_OR_QUEUE && method == AuthenticationMethod.OAUTH) {
            map.problem(
                    "credentials", "with authentication oauth the profile's application signs in: allowed is profile");
        }
        return retrieval;
    }

    /** Null where a problem was told that leaves nothing to connect to. */
    ConnectionSettings incoming(
            YamlMap map,
            String name,
            ServerType type,
            AuthenticationMethod method,
            CredentialRetrieval retrieval,
            ProfileSettings settings) {
        if (type == ServerType.POP3_SMTP) {
            return new MailServerReader(this).read(map, name, method, retrieval, settings);
        }
        URI url = location(map, type);
        Authentication authentication = authentication(map, type, method, retrieval, url, settings);
        Impersonation impersonation = map.choice(
                "impersonation",
                IMPERSONATIONS,
                retrieval == CredentialRetrieval.PROFILE ? Impersonation.PRIMARY_SMTP_ADDRESS : Impersonation.NONE);
        if (method == AuthenticationMethod.OAUTH && impersonation == Impersonation.NONE) {
            map.problem("impersonation", "an application has no mailbox of its own: it must impersonate");
        }
        String trustStore = map.text("trustStore");
        ConnectionSettings.Builder builder = authentication == null
                ? null
                : ConnectionSettings.builder(name, url, authentication)
                        .impersonation(impersonation)
                        .trustStore(
                                trustStore == null ? null : Path.of(trustStore),
                                secret(map.reference("trustStorePassword")));
        boolean plain = map.flag("allowPlainHttp", false);
        HttpProxy proxy = proxy(map.map("proxy"));
        URI endpoint = url(map, "autodiscoverUrl", null);
        Discovery discovery = Discovery.DEFAULT
                .withEndpoints(endpoint == null ? List.of() : List.of(endpoint))
                .withAllowedHosts(Set.copyOf(map.values("autodiscoverHosts", Function.identity())))
                .withExchangeOnline(type != ServerType.EXCHANGE_SERVER);
        int timeout = map.number("timeout", 90, 1, 3600);
        boolean gzip = map.flag("gzip", false);
        int connections = map.number("maximumConcurrentConnections", 10, 1, 300);
        int ofAccount = map.number("maximumAccountConnections", 50, 1, 10_000);
        return builder == null
                ? null
                : builder.allowPlainHttp(plain)
                        .discovery(discovery)
                        .proxy(proxy)
                        .readTimeout(Duration.ofSeconds(timeout))
                        .gzip(gzip)
                        .maxConnections(connections)
                        .maxAccountConnections(ofAccount)
                        .spool(SPOOL_THRESHOLD, spoolDirectory)
                        .build();
    }

    ConnectionSettings.Builder spooled(ConnectionSettings.Builder builder) {
        return builder.spool(SPOOL_THRESHOLD, spoolDirectory);
    }

    /** With its placeholders replaced; null stays null. */
    String resolved(String text) {
        return text == null ? null : placeholders.apply(text);
    }

    /** The same server and account as for what comes in, but at another place if the profile names one. */
    ConnectionSettings outgoing(YamlMap map, ServerType type, ConnectionSettings incoming) {
        if (type == ServerType.POP3_SMTP) {
            return incoming; // they name both servers
        }
        URI url = url(map, "outgoingServerLocation", "outgoingPort");
        return url == null || incoming == null ? incoming : incoming.at(url);
    }

    private URI location(YamlMap map, ServerType type) {
        boolean autodiscover = map.flag("autodiscover", false);
        URI url = url(map, "incomingServerLocation", "incomingPort");
        if (autodiscover && url != null) {
            map.problem(
                    "incomingServerLocation",
                    "with 'autodiscover: true' each mailbox's server is looked up; leave this out");
        }
        if (autodiscover || url != null || map.has("incomingServerLocation")) {
            return url;
        }
        if (type == ServerType.EXCHANGE_ONLINE) {
            return URI.create(ONLINE_URL);
        }
        map.problem(
                "incomingServerLocation",
                "'incomingServerLocation' is missing; write the address such as https://mail.example.org/EWS/Exchange.asmx,"
                        + " or 'autodiscover: true'");
        return null;
    }

    private URI url(YamlMap map, String field, String portField) {
        String written = map.text(field);
        int port = portField == null ? -1 : map.number(portField, -1, 1, 65_535);
        if (written == null) {
            return null;
        }
        String text = placeholders.apply(written);
        try {
            URI url = new URI(text);
            if ("https".equals(url.getScheme())
                    || map.flag("allowPlainHttp", false) && "http".equals(url.getScheme())) {
                return port < 0
                        ? url
                        : new URI(url.getScheme(), null, url.getHost(), port, url.getPath(), url.getQuery(), null);
            }
            map.problem(
                    field,
                    "'" + text + "' does not begin with https://, so the password would cross the network readable"
                            + " by anyone; for tests only, 'allowPlainHttp: true' permits it");
        } catch (URISyntaxException e) {
            map.problem(field, "'" + text + "' is no URL: " + e.getReason());
        }
        return null;
    }

    Authentication authentication(
            YamlMap map,
            ServerType type,
            AuthenticationMethod method,
            CredentialRetrieval retrieval,
            URI url,
            ProfileSettings settings) {
        if (method == AuthenticationMethod.OAUTH) {
            return oauth(map, type, url, settings);
        }
        if (retrieval == CredentialRetrieval.USER_OR_QUEUE) {
            for (String field : List.of("username", "password")) {
                if (map.has(field)) {
                    map.problem(
                            field, "with 'credentials: userOrQueue' this stands with each mailbox; leave it out here");
                }
            }
            return method.as(new Credentials("each mailbox's own account", Secret.of("")));
        }
        return method.as(credentials(map));
    }

    private Credentials credentials(YamlMap map) {
        String username = map.required("username");
        String password = map.reference("password");
        if (password == null) {
            map.required("password");
        }
        return new Credentials(username, password == null ? Secret.of("") : secret(password));
    }

    /** A mailbox's own account; null if it has none. */
    Credentials own(YamlMap map) {
        return map.has("username") || map.has("password") ? credentials(map) : null;
    }

    private Authentication oauth(YamlMap map, ServerType type, URI url, ProfileSettings settings) {
        for (String field : List.of("username", "password")) {
            if (map.has(field)) {
                map.problem(
                        field,
                        "with authentication oauth an application signs in, by clientId and clientSecret or keyStore");
            }
        }
        String clientId = map.required("clientId");
        Secret clientSecret = secret(map.reference("clientSecret"));
        String keyStore = map.text("keyStore");
        Secret keyStorePassword = secret(map.reference("keyStorePassword"));
        if ((clientSecret == null) == (keyStore == null)) {
            map.problem(
                    "clientSecret", "one of 'clientSecret' and 'keyStore' (the application's certificate) is wanted");
            return null;
        }
        URI endpoint = tokenEndpoint(map, settings);
        String scope = map.text("scope");
        if (scope == null) {
            scope = type == ServerType.EXCHANGE_ONLINE || url == null
                    ? ONLINE_SCOPE
                    : "https://" + url.getHost().toLowerCase(Locale.ROOT) + "/.default";
        }
        return endpoint == null
                ? null
                : new Authentication.OAuth(
                        endpoint,
                        clientId,
                        scope,
                        clientSecret,
                        keyStore == null ? null : Path.of(keyStore),
                        keyStorePassword);
    }

    private URI tokenEndpoint(YamlMap map, ProfileSettings settings) {
        String tenant = map.text("tenantId");
        boolean byDefault = map.flag("useDefaultTenantId", tenant == null);
        if (map.has("tokenEndpoint")) {
            return url(map, "tokenEndpoint", null);
        }
        if (tenant != null && byDefault) {
            map.problem(
                    "tenantId",
                    "with 'useDefaultTenantId: true' the tenant of the settings is used; leave one of them out");
        }
        String used = byDefault ? settings.defaultTenantId() : tenant;
        if (used == null) {
            map.problem(
                    "tenantId",
                    "'tenantId' is missing, and 'settings: defaultTenantId' too; one of them, or 'tokenEndpoint', is wanted");
            return null;
        }
        try {
            return new URI(ENTRA.formatted(used));
        } catch (URISyntaxException e) {
            map.problem("tenantId", "'" + used + "' is no id of a tenant");
            return null;
        }
    }

    private HttpProxy proxy(YamlMap map) {
        if (map == null) {
            return null;
        }
        HttpProxy proxy = new HttpProxy(
                map.required("host"),
                map.number("port", 8080, 1, 65_535),
                own(map),
                map.values("exceptions", Function.identity()));
        map.refuseUnknown();
        return proxy;
    }

    Secret secret(String reference) {
        return reference == null ? null : Secret.named(reference, () -> placeholders.apply(reference));
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
