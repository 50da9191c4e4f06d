package org.exchangesync.popsmtp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportConfiguration;

/**
 * The options of {@code pop-smtp:}: those of every transport, and how the servers are reached, either by the name of a
 * connection or in full. Signing in by tokens needs a named connection.
 */
@UriParams
public class PopSmtpConfiguration extends TransportConfiguration {

    @UriParam
    private String connection;

    @UriParam
    private String server;

    @UriParam(label = "producer")
    private String outgoingServer;

    @UriParam(label = "security", secret = true)
    private String username;

    @UriParam(label = "security", secret = true)
    private String password;

    @UriParam(label = "security")
    @Metadata(supportFileReference = true)
    private String trustStore;

    @UriParam(label = "security", secret = true)
    private String trustStorePassword;

    @UriParam(label = "security")
    private boolean allowPlainText;

    @UriParam(label = "advanced", defaultValue = "15000", javaType = "java.time.Duration")
    private long connectTimeout = 15_000;

    @UriParam(label = "advanced", defaultValue = "90000", javaType = "java.time.Duration")
    private long readTimeout = 90_000;

    @UriParam(label = "advanced", defaultValue = "1048576")
    private int spoolThreshold = 1 << 20;

    @UriParam(label = "advanced")
    private String spoolDirectory;

    public String getConnection() {
        return connection;
    }

    /**
     * The name of the connection, looked up in the Connections bean of the registry. It takes the place of server and all that
     * follows from it. The header CamelTransportProfile overrides it.
     */
    public void setConnection(String connection) {
        this.connection = connection;
    }

    public String getServer() {
        return server;
    }

    /**
     * Where mail is fetched: pop3s://host:995 (TLS), pop3://host:110 (STARTTLS, which the server must offer) or
     * pop3+plain://host:110 (neither, if allowPlainText permits it).
     */
    public void setServer(String server) {
        this.server = server;
    }

    public String getOutgoingServer() {
        return outgoingServer;
    }

    /** Where mail is handed in: smtps://host:465, smtp://host:587 (STARTTLS) or smtp+plain://host:25. */
    public void setOutgoingServer(String outgoingServer) {
        this.outgoingServer = outgoingServer;
    }

    public String getUsername() {
        return username;
    }

    /** The account at both servers; in it {mailbox} stands for the address of the mailbox. */
    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    /** The account's password. */
    public void setPassword(String password) {
        this.password = password;
    }

    public String getTrustStore() {
        return trustStore;
    }

    /** A PEM or PKCS#12 file of the authorities that are trusted instead of the JVM's. */
    public void setTrustStore(String trustStore) {
        this.trustStore = trustStore;
    }

    public String getTrustStorePassword() {
        return trustStorePassword;
    }

    /** The password of a PKCS#12 trust store. */
    public void setTrustStorePassword(String trustStorePassword) {
        this.trustStorePassword = trustStorePassword;
    }

    public boolean isAllowPlainText() {
        return allowPlainText;
    }

    /** Permits connections without TLS: passwords and mail cross the network readable by anyone. */
    public void setAllowPlainText(boolean allowPlainText) {
        this.allowPlainText = allowPlainText;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    /** The longest time until a connection stands. */
    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getReadTimeout() {
        return readTimeout;
    }

    /** The longest time without a byte of an answer. */
    public void setReadTimeout(long readTimeout) {
        this.readTimeout = readTimeout;
    }

    public int getSpoolThreshold() {
        return spoolThreshold;
    }

    /** Messages and attachments with more bytes than this go to a file while they are worked on. */
    public void setSpoolThreshold(int spoolThreshold) {
        this.spoolThreshold = spoolThreshold;
    }

    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    /** Where those files are made; by default the JVM's directory for temporary files. */
    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    /** A copy that may be changed. */
    public PopSmtpConfiguration copy() {
        try {
            return (PopSmtpConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** The connection that the options describe in full. */
    ConnectionSettings connectionSettings() {
        if (username == null || password == null || server == null && outgoingServer == null) {
            throw new IllegalArgumentException(
                    "pop-smtp: needs the name of a connection, or server or outgoingServer with"
                            + " username and password");
        }
        String spool = spoolDirectory != null ? spoolDirectory : System.getProperty("java.io.tmpdir");
        return ConnectionSettings.builder(
                        username + " at " + (server != null ? server : outgoingServer),
                        server == null ? null : URI.create(server),
                        new Authentication.Basic(new Credentials(username, Secret.of(password))))
                .outgoingUrl(outgoingServer == null ? null : URI.create(outgoingServer))
                .trustStore(
                        trustStore == null ? null : Path.of(trustStore),
                        trustStorePassword == null ? null : Secret.of(trustStorePassword))
                .allowPlainHttp(allowPlainText)
                .connectTimeout(Duration.ofMillis(connectTimeout))
                .readTimeout(Duration.ofMillis(readTimeout))
                .spool(spoolThreshold, Path.of(spool))
                .build();
    }
}
