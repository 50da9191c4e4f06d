package org.exchangesync.check.identity;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose metadata documents are believed, and so who may vouch for users.
 *
 * @param urls of documents; their servers may be inside the own network
 * @param hosts whose document at {@value #PATH} is believed; asked only at public addresses
 */
public record MetadataTrust(Set<URI> urls, Set<String> hosts) {
    /** Where servers have their document. */
    public static final String PATH = "/autodiscover/metadata/json/1";

    /** The document of Exchange Online, believed only where it is named. */
    public static final URI EXCHANGE_ONLINE = URI.create("https://outlook.office365.com" + PATH);

    private static final int HTTPS = 443;

    public MetadataTrust {
        Set<URI> plain = new LinkedHashSet<>();
        for (URI url : urls) {
            plain.add(plain(url)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + url + "' is no address of a metadata document; write such as https://mail.example.org"
                                    + PATH)));
        }
        urls = Set.copyOf(plain);
        Set<String> lower = new LinkedHashSet<>();
        hosts.forEach(host -> lower.add(host.strip().toLowerCase(Locale.ROOT)));
        hosts = Set.copyOf(lower);
    }

    /**
     * The address to ask for a document.
     *
     * @param amurl as a token names it
     * @return empty if it isn't trusted
     */
    Optional<URI> trusted(String amurl) {
        try {
            return plain(URI.create(amurl)).filter(url -> isNamed(url) || isOfHost(url));
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    /** Whether the administrator named the very document: then its server may be anywhere. */
    boolean isNamed(URI url) {
        return urls.contains(url);
    }

    private boolean isOfHost(URI url) {
        return hosts.contains(url.getHost()) && url.getPort() < 0 && PATH.equals(url.getRawPath());
    }

    /** In one spelling: the host in lower case, without the port that https has anyway; empty for what isn't plain https. */
    private static Optional<URI> plain(URI url) {
        boolean usable = "https".equalsIgnoreCase(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!usable) {
            return Optional.empty();
        }
        String port = url.getPort() < 0 || url.getPort() == HTTPS ? "" : ":" + url.getPort();
        return Optional.of(URI.create("https://" + url.getHost().toLowerCase(Locale.ROOT) + port + url.getRawPath()));
    }
}
