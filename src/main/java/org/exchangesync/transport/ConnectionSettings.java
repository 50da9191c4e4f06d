package org.exchangesync.transport;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How a server is reached: what a profile says about the wire, in the form that transports understand.
 *
 * @param name what messages call the connection: the profile's name
 * @param url the server's address; for EWS {@code https://host/EWS/Exchange.asmx}
 * @param credentials the account that signs in
 * @param impersonation how that account acts for a mailbox
 * @param trustStore PEM or PKCS#12 file of the authorities that are trusted instead of the JVM's, or null
 * @param trustStorePassword for PKCS#12, or null
 * @param allowPlainHttp permits {@code http://}: passwords then cross the network readable by anyone
 * @param connectTimeout until the connection stands
 * @param readTimeout between two bytes of an answer
 * @param gzip asks for compressed answers; worth it on slow links only
 * @param maxConnections the most requests under way at once for one mailbox
 * @param spoolThreshold contents with more bytes than this go to a spool file
 * @param spoolDirectory where spool files are made
 */
public record ConnectionSettings(
        String name,
        URI url,
        Credentials credentials,
        Impersonation impersonation,
        Path trustStore,
        String trustStorePassword,
        boolean allowPlainHttp,
        Duration connectTimeout,
        Duration readTimeout,
        boolean gzip,
        int maxConnections,
        int spoolThreshold,
        Path spoolDirectory) {
    public ConnectionSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(impersonation, "impersonation");
    }

    /** Settings with the defaults for all but the address and the account. */
    public static Builder builder(String name, URI url, Credentials credentials) {
        return new Builder(name, url, credentials);
    }

    /** Everything but the trust store's password. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + name + " " + url + " as " + credentials.username() + "]";
    }

    /** Collects the settings that differ from their defaults. */
    public static final class Builder {
        private final String name;
        private final URI url;
        private final Credentials credentials;
        private Impersonation impersonation = Impersonation.PRIMARY_SMTP_ADDRESS;
        private Path trustStore;
        private String trustStorePassword;
        private boolean allowPlainHttp;
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration readTimeout = Duration.ofSeconds(90);
        private boolean gzip;
        private int maxConnections = 10;
        private int spoolThreshold = 1 << 20;
        private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));

        private Builder(String name, URI url, Credentials credentials) {
            this.name = name;
            this.url = url;
            this.credentials = credentials;
        }

        public Builder impersonation(Impersonation value) {
            impersonation = value;
            return this;
        }

        public Builder trustStore(Path file, String password) {
            trustStore = file;
            trustStorePassword = password;
            return this;
        }

        public Builder allowPlainHttp(boolean value) {
            allowPlainHttp = value;
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

        public Builder spool(int threshold, Path directory) {
            spoolThreshold = threshold;
            spoolDirectory = directory;
            return this;
        }

        public ConnectionSettings build() {
            return new ConnectionSettings(
                    name,
                    url,
                    credentials,
                    impersonation,
                    trustStore,
                    trustStorePassword,
                    allowPlainHttp,
                    connectTimeout,
                    readTimeout,
                    gzip,
                    maxConnections,
                    spoolThreshold,
                    spoolDirectory);
        }
    }
}
