package org.exchangesync.ews;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.HttpProxy;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportConfiguration;

/** The options of {@code ews:} that say who signs in and how, and on what way and in what number requests leave. */
@UriParams
public abstract class EwsAccountConfiguration extends TransportConfiguration {
    static final String BY_PASSWORD = "Set serviceUrl (or autodiscover), username and password";

    @UriParam(label = "security", defaultValue = "BASIC")
    private AuthenticationMethod authentication = AuthenticationMethod.BASIC;

    @UriParam(label = "security")
    private String username;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security")
    private String clientId;

    @UriParam(label = "security", secret = true)
    private String clientSecret;

    @UriParam(label = "security")
    private String tokenEndpoint;

    @UriParam(label = "security")
    private String scope;

    @UriParam(label = "security")
    @Metadata(supportFileReference = true)
    private String keyStore;

    @UriParam(label = "security", secret = true)
    private String keyStorePassword;

    @UriParam(label = "proxy")
    private String proxyHost;

    @UriParam(label = "proxy", defaultValue = "8080")
    private int proxyPort = 8080;

    @UriParam(label = "proxy")
    private String proxyUsername;

    @UriParam(label = "proxy", secret = true)
    private String proxyPassword;

    @UriParam(label = "proxy")
    private String proxyExceptions;

    @UriParam(label = "advanced", defaultValue = "10")
    private int maxConnections = 10;

    @UriParam(label = "advanced", defaultValue = "50")
    private int maxAccountConnections = 50;

    public AuthenticationMethod getAuthentication() {
        return authentication;
    }

    /**
     * How the account signs in: BASIC and NTLM with username and password, OAUTH as an application with clientId,
     * tokenEndpoint, and clientSecret or keyStore.
     */
    public void setAuthentication(AuthenticationMethod authentication) {
        this.authentication = authentication;
    }

    public String getUsername() {
        return username;
    }

    /** The account that signs in: its user principal name, or domain and name as in EXAMPLE\svc-sync. */
    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    /** The password of the account. */
    public void setPassword(String password) {
        this.password = password;
    }

    public String getClientId() {
        return clientId;
    }

    /** The id of the application, for OAUTH. */
    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public String getClientSecret() {
        return clientSecret;
    }

    /** The secret by which the application proves who it is; a certificate (keyStore) does it better. */
    public void setClientSecret(String clientSecret) {
        this.clientSecret = clientSecret;
    }

    public String getTokenEndpoint() {
        return tokenEndpoint;
    }

    /**
     * Where the application gets its tokens, such as
     * https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token with your tenant.
     */
    public void setTokenEndpoint(String tokenEndpoint) {
        this.tokenEndpoint = tokenEndpoint;
    }

    public String getScope() {
        return scope;
    }

    /**
     * What the application's tokens are for. By default the host of serviceUrl with /.default, which is right for
     * Exchange Online (https://outlook.office365.com/.default) and for an own server with hybrid modern
     * authentication.
     */
    public void setScope(String scope) {
        this.scope = scope;
    }

    public String getKeyStore() {
        return keyStore;
    }

    /**
     * A PKCS#12 or PEM file with the application's certificate and private key (RSA), by which it proves who it is.
     */
    public void setKeyStore(String keyStore) {
        this.keyStore = keyStore;
    }

    public String getKeyStorePassword() {
        return keyStorePassword;
    }

    /** The password of the key store. */
    public void setKeyStorePassword(String keyStorePassword) {
        this.keyStorePassword = keyStorePassword;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    /** The HTTP proxy through which the server and the token endpoint are reached. */
    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public int getProxyPort() {
        return proxyPort;
    }

    /** The port of the proxy. */
    public void setProxyPort(int proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyUsername() {
        return proxyUsername;
    }

    /** The account that the proxy wants, if it does; it is told by Basic authentication, and to the proxy alone. */
    public void setProxyUsername(String proxyUsername) {
        this.proxyUsername = proxyUsername;
    }

    public String getProxyPassword() {
        return proxyPassword;
    }

    /** The password for the proxy. */
    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public String getProxyExceptions() {
        return proxyExceptions;
    }

    /** Hosts that are reached without the proxy, separated by commas: names, or *.example.org. */
    public void setProxyExceptions(String proxyExceptions) {
        this.proxyExceptions = proxyExceptions;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    /** The most requests under way at once for one mailbox. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxAccountConnections() {
        return maxAccountConnections;
    }

    /**
     * The most requests under way at once for the account, whichever mailboxes they are for. It is halved when the
     * server complains (ErrorExceededConnectionCount), and grows back slowly.
     */
    public void setMaxAccountConnections(int maxAccountConnections) {
        this.maxAccountConnections = maxAccountConnections;
    }

    /**
     * How to sign in.
     *
     * @param url of the server, or null where it is to be found
     * @throws IllegalArgumentException if an option that is needed is missing; the message names it
     */
    Authentication authentication(URI url) {
        if (authentication == AuthenticationMethod.OAUTH) {
            return application(url);
        }
        Credentials credentials = new Credentials(
                required("username", username, BY_PASSWORD), Secret.of(required("password", password, BY_PASSWORD)));
        return authentication == AuthenticationMethod.NTLM
                ? new Authentication.Ntlm(credentials)
                : new Authentication.Basic(credentials);
    }

    private Authentication application(URI url) {
        String by = "Set clientId, tokenEndpoint, and clientSecret or keyStore";
        if (scope == null && url == null) {
            required("scope", null, "The server is to be found, so nothing says what tokens are for");
        }
        if ((clientSecret == null) == (keyStore == null)) {
            throw new IllegalArgumentException(
                    "ews: by OAUTH an application proves who it is by clientSecret or by keyStore: set one of both");
        }
        return new Authentication.OAuth(
                URI.create(required("tokenEndpoint", tokenEndpoint, by)),
                required("clientId", clientId, by),
                scope != null ? scope : "https://" + url.getHost() + "/.default",
                clientSecret == null ? null : Secret.of(clientSecret),
                keyStore == null ? null : Path.of(keyStore),
                keyStorePassword == null ? null : Secret.of(keyStorePassword));
    }

    /** The proxy, or null. */
    HttpProxy proxy() {
        if (proxyHost == null) {
            return null;
        }
        Credentials credentials = proxyUsername == null
                ? null
                : new Credentials(proxyUsername, Secret.of(proxyPassword == null ? "" : proxyPassword));
        List<String> exceptions = proxyExceptions == null
                ? List.of()
                : List.of(proxyExceptions.strip().split("\\s*,\\s*"));
        return new HttpProxy(proxyHost, proxyPort, credentials, exceptions);
    }

    static String required(String option, String value, String cure) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("ews: doesn't know how to reach the server: option '" + option
                    + "' is missing. " + cure + ", or name a connection by option 'connection' or header '"
                    + EwsConstants.PROFILE + "'");
        }
        return value;
    }
}
