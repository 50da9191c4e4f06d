package org.exchangesync.ews;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.Secret;

/**
 * The options of {@code ews:}: those of every transport, and how the server is reached, either by the name of a connection
 * or in full.
 */
@UriParams
public class EwsConfiguration extends EwsAccountConfiguration {

    @UriParam
    private String connection;

    @UriParam
    private String serviceUrl;

    @UriParam
    private boolean autodiscover;

    @UriParam(label = "advanced")
    private String autodiscoverUrl;

    @UriParam(label = "security")
    private String autodiscoverHosts;

    @UriParam(label = "security")
    private boolean autodiscoverExchangeOnline;

    @UriParam(label = "security", defaultValue = "PRIMARY_SMTP_ADDRESS")
    private Impersonation impersonation = Impersonation.PRIMARY_SMTP_ADDRESS;

    @UriParam(label = "security")
    @Metadata(supportFileReference = true)
    private String trustStore;

    @UriParam(label = "security", secret = true)
    private String trustStorePassword;

    @UriParam(label = "security")
    private boolean allowPlainHttp;

    @UriParam(label = "advanced", defaultValue = "15000", javaType = "java.time.Duration")
    private long connectTimeout = 15_000;

    @UriParam(label = "advanced", defaultValue = "90000", javaType = "java.time.Duration")
    private long readTimeout = 90_000;

    @UriParam(label = "advanced")
    private boolean gzip;

    @UriParam(label = "advanced", defaultValue = "1048576")
    private int spoolThreshold = 1 << 20;

    @UriParam(label = "advanced")
    private String spoolDirectory;

    public String getConnection() {
        return connection;
    }

    /**
     * The name of the connection, looked up in the Connections bean of the registry. It takes the place of serviceUrl and
     * all that follows from it. The header CamelTransportProfile overrides it.
     */
    public void setConnection(String connection) {
        this.connection = connection;
    }

    public String getServiceUrl() {
        return serviceUrl;
    }

    /** The address of the server's EWS, such as https://mail.example.org/EWS/Exchange.asmx. */
    public void setServiceUrl(String serviceUrl) {
        this.serviceUrl = serviceUrl;
    }

    public boolean isAutodiscover() {
        return autodiscover;
    }

    /**
     * Finds the server of each mailbox by its address, in place of serviceUrl. The password is told to hosts of the mailbox's
     * own domain only, unless others are allowed.
     */
    public void setAutodiscover(boolean autodiscover) {
        this.autodiscover = autodiscover;
    }

    public String getAutodiscoverUrl() {
        return autodiscoverUrl;
    }

    /** An address of Autodiscover that is asked before those that follow from the mailbox's address; its host is allowed. */
    public void setAutodiscoverUrl(String autodiscoverUrl) {
        this.autodiscoverUrl = autodiscoverUrl;
    }

    public String getAutodiscoverHosts() {
        return autodiscoverHosts;
    }

    /** Hosts outside the mailbox's domain that may be told the password, separated by commas: names, or *.example.org. */
    public void setAutodiscoverHosts(String autodiscoverHosts) {
        this.autodiscoverHosts = autodiscoverHosts;
    }

    public boolean isAutodiscoverExchangeOnline() {
        return autodiscoverExchangeOnline;
    }

    /** Asks Exchange Online too, and allows its hosts. */
    public void setAutodiscoverExchangeOnline(boolean autodiscoverExchangeOnline) {
        this.autodiscoverExchangeOnline = autodiscoverExchangeOnline;
    }

    public Impersonation getImpersonation() {
        return impersonation;
    }

    /**
     * How the account acts for the mailbox: by its SMTP address, by its user principal name or its SID (option
     * connectingId), or not at all, which reads the account's own mailbox or others by delegation.
     */
    public void setImpersonation(Impersonation impersonation) {
        this.impersonation = impersonation;
    }

    public String getTrustStore() {
        return trustStore;
    }

    /** A PEM or PKCS#12 file of the authorities to trust instead of those of the JVM. */
    public void setTrustStore(String trustStore) {
        this.trustStore = trustStore;
    }

    public String getTrustStorePassword() {
        return trustStorePassword;
    }

    /** The password of the trust store, for PKCS#12. */
    public void setTrustStorePassword(String trustStorePassword) {
        this.trustStorePassword = trustStorePassword;
    }

    public boolean isAllowPlainHttp() {
        return allowPlainHttp;
    }

    /** Permits a serviceUrl with http://, which anyone on the way can read, password included. */
    public void setAllowPlainHttp(boolean allowPlainHttp) {
        this.allowPlainHttp = allowPlainHttp;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    /** How long to wait until the connection stands. */
    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getReadTimeout() {
        return readTimeout;
    }

    /** How long to wait between two bytes of an answer. Exchange gives a batch one minute. */
    public void setReadTimeout(long readTimeout) {
        this.readTimeout = readTimeout;
    }

    public boolean isGzip() {
        return gzip;
    }

    /** Asks for compressed answers: worth it on slow links only. */
    public void setGzip(boolean gzip) {
        this.gzip = gzip;
    }

    public int getSpoolThreshold() {
        return spoolThreshold;
    }

    /** Contents with more bytes than this are kept in a spool file instead of memory until the Camel exchange is done. */
    public void setSpoolThreshold(int spoolThreshold) {
        this.spoolThreshold = spoolThreshold;
    }

    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    /** Where spool files are made; by default in the JVM's directory for temporary files. */
    public void setSpoolDirectory(String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    @Override
    public EwsConfiguration copy() {
        return (EwsConfiguration) super.copy();
    }

    /**
     * The connection that the options describe.
     *
     * @throws IllegalArgumentException if one that is needed is missing or wrong; the message names it
     */
    ConnectionSettings connectionSettings() {
        if (autodiscover && serviceUrl != null) {
            throw new IllegalArgumentException("ews: is told both where the server is (serviceUrl " + serviceUrl
                    + ") and to look for it (autodiscover): leave out one");
        }
        URI url = autodiscover ? null : URI.create(required("serviceUrl", serviceUrl, BY_PASSWORD));
        Authentication authentication = authentication(url);
        String spool = spoolDirectory != null ? spoolDirectory : System.getProperty("java.io.tmpdir");
        return ConnectionSettings.builder(
                        authentication.account() + (url == null ? "" : " at " + url.getHost()), url, authentication)
                .discovery(discovery())
                .impersonation(impersonation)
                .trustStore(
                        trustStore == null ? null : Path.of(trustStore),
                        trustStorePassword == null ? null : Secret.of(trustStorePassword))
                .allowPlainHttp(allowPlainHttp)
                .connectTimeout(Duration.ofMillis(connectTimeout))
                .readTimeout(Duration.ofMillis(readTimeout))
                .gzip(gzip)
                .proxy(proxy())
                .maxConnections(getMaxConnections())
                .maxAccountConnections(getMaxAccountConnections())
                .spool(spoolThreshold, Path.of(spool))
                .build();
    }

    private Discovery discovery() {
        Set<String> hosts = autodiscoverHosts == null
                ? Set.of()
                : new LinkedHashSet<>(List.of(autodiscoverHosts.strip().split("\\s*,\\s*")));
        return Discovery.DEFAULT
                .withEndpoints(autodiscoverUrl == null ? List.of() : List.of(URI.create(autodiscoverUrl)))
                .withAllowedHosts(hosts)
                .withExchangeOnline(autodiscoverExchangeOnline);
    }
}
