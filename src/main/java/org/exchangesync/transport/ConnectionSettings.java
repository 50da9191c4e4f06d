package org.exchangesync.transport;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How a server is reached: what a profile says about the wire, in the form that transports understand.
 *
 * @param name what messages call the connection: the profile's name
 * @param url the server's address, for EWS {@code https://host/EWS/Exchange.asmx}; null to find it by Autodiscover. For POP3
 *     {@code pop3s://host:995}, {@code pop3://host:110} (STARTTLS) or {@code pop3+plain://host:110}
 * @param outgoingUrl where mail is handed in, if that is another server: {@code smtps://host:465}, {@code smtp://host:587}
 *     (STARTTLS) or {@code smtp+plain://host:25}; or null
 * @param discovery what Autodiscover may do where {@code url} is null
 * @param authentication how the connection signs in
 * @param impersonation how that account acts for a mailbox
 * @param trustStore PEM or PKCS#12 file of the authorities that are trusted instead of the JVM's, or null
 * @param trustStorePassword for PKCS#12, or null
 * @param allowPlainHttp permits {@code http://}, {@code pop3+plain://} and {@code smtp+plain://}: passwords then cross the
 *     network readable by anyone
 * @param proxy through which the server is reached, or null
 * @param connectTimeout until the connection stands
 * @param readTimeout between two bytes of an answer
 * @param gzip asks for compressed answers; worth it on slow links only
 * @param maxConnections the most requests under way at once for one mailbox
 * @param maxAccountConnections the most requests under way at once for the account, on one server
 * @param spoolThreshold contents with more bytes than this go to a spool file
 * @param spoolDirectory where spool files are made
 */
public record ConnectionSettings(
        String name,
        URI url,
        URI outgoingUrl,
        Discovery discovery,
        Authentication authentication,
        Impersonation impersonation,
        Path trustStore,
        Secret trustStorePassword,
        boolean allowPlainHttp,
        HttpProxy proxy,
        Duration connectTimeout,
        Duration readTimeout,
        boolean gzip,
        int maxConnections,
        int maxAccountConnections,
        int spoolThreshold,
        Path spoolDirectory) {
    public ConnectionSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(discovery, "discovery");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(impersonation, "impersonation");
    }

    /** Settings with the defaults for all but the address and the account, which signs in by Basic authentication. */
    public static Builder builder(String name, URI url, Credentials credentials) {
        return builder(name, url, new Authentication.Basic(credentials));
    }

    /** Settings with the defaults for all but the address and how to sign in. */
    public static Builder builder(String name, URI url, Authentication authentication) {
        return new Builder(name, url, authentication);
    }

    /** The same for another server. */
    public ConnectionSettings at(URI server) {
        return new Builder(name, server, authentication).like(this).build();
    }

    /** The same for another account. */
    public ConnectionSettings as(Authentication other) {
        return new Builder(name, url, other).like(this).build();
    }

    /** The same with another way to act for mailboxes. */
    public ConnectionSettings acting(Impersonation other) {
        return new Builder(name, url, authentication)
                .like(this)
                .impersonation(other)
                .build();
    }

    /** In short, for messages. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + name + " " + (url == null ? "by Autodiscover" : url) + " as "
                + authentication.account() + "]";
    }

    /** Collects the settings that differ from their defaults. */
    public static final class Builder {
        private final String name;
        private final URI url;
        private final Authentication authentication;
        private URI outgoingUrl;
        private Discovery discovery = Discovery.DEFAULT;
        private Impersonation impersonation = Impersonation.PRIMARY_SMTP_ADDRESS;
        private Path trustStore;
        private Secret trustStorePassword;
        private boolean allowPlainHttp;
        private HttpProxy proxy;
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration readTimeout = Duration.ofSeconds(90);
        private boolean gzip;
        private int maxConnections = 10;
        private int maxAccountConnections = 50;
        private int spoolThreshold = 1 << 20;
        private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));

        private Builder(String name, URI url, Authentication authentication) {
            this.name = name;
            this.url = url;
            this.authentication = authentication;
        }

        /** Takes all that isn't said when the builder is made. */
        private Builder like(ConnectionSettings other) {
            outgoingUrl = other.outgoingUrl;
            discovery = other.discovery;
            impersonation = other.impersonation;
            trustStore = other.trustStore;
            trustStorePassword = other.trustStorePassword;
            allowPlainHttp = other.allowPlainHttp;
            proxy = other.proxy;
            connectTimeout = other.connectTimeout;
            readTimeout = other.readTimeout;
            gzip = other.gzip;
            maxConnections = other.maxConnections;
            maxAccountConnections = other.maxAccountConnections;
            spoolThreshold = other.spoolThreshold;
            spoolDirectory = other.spoolDirectory;
            return this;
        }

        public Builder outgoingUrl(URI value) {
            outgoingUrl = value;
            return this;
        }

        public Builder discovery(Discovery value) {
            discovery = value;
            return this;
        }

        public Builder impersonation(Impersonation value) {
            impersonation = value;
            return this;
        }

        public Builder trustStore(Path file, Secret password) {
            trustStore = file;
            trustStorePassword = password;
            return this;
        }

        public Builder allowPlainHttp(boolean value) {
            allowPlainHttp = value;
            return this;
        }

        public Builder proxy(HttpProxy value) {
            proxy = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        public Builder readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        public Builder gzip(boolean value) {
            gzip = value;
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder maxAccountConnections(int value) {
            maxAccountConnections = value;
            return this;
        }

        public Builder spool(int threshold, Path directory) {
            spoolThreshold = threshold;
            spoolDirectory = directory;
            return this;
        }

        public ConnectionSettings build() {
            return new ConnectionSettings(
                    name,
                    url,
                    outgoingUrl,
                    discovery,
                    authentication,
                    impersonation,
                    trustStore,
                    trustStorePassword,
                    allowPlainHttp,
                    proxy,
                    connectTimeout,
                    readTimeout,
                    gzip,
                    maxConnections,
                    maxAccountConnections,
                    spoolThreshold,
                    spoolDirectory);
        }
    }
}
