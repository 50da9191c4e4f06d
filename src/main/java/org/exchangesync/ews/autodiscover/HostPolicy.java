package org.exchangesync.ews.autodiscover;

import java.net.IDN;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.transport.Discovery;

/**
 * Who may be told a password: the hosts of the mailbox's own domain, those that the administrator names, and those of
 * Exchange Online where it is used. It holds for the address that was asked for in the beginning, whatever redirects say.
 *
 * @see <a href="https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges">Exchange Online's hosts</a>
 */
final class HostPolicy {
    private static final List<String> EXCHANGE_ONLINE =
            List.of("outlook.office365.com", "outlook.office.com", "*.outlook.com", "autodiscover.*.onmicrosoft.com");

    private final String domain;
    private final Set<String> named = new HashSet<>();
    private final boolean exchangeOnline;

    HostPolicy(String mailbox, Discovery discovery) {
        this.domain = domain(mailbox).orElse(null);
        this.exchangeOnline = discovery.exchangeOnline();
        named.addAll(discovery.allowedHosts());
        discovery.endpoints().forEach(url -> host(url).ifPresent(named::add));
    }

    /** The domain of an address, in ASCII; empty where there is none that the DNS could know. */
    static Optional<String> domain(String address) {
        String last = address.substring(address.lastIndexOf('@') + 1);
        try {
            String ascii = IDN.toASCII(last.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            boolean usable = address.indexOf('@') > 0
                    && ascii.length() <= 230
                    && ascii.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\\.[a-z]"
                            + "([a-z0-9-]*[a-z0-9])");
            return usable ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static Optional<String> host(URI url) {
        String host = url.getHost();
        if (host == null || host.isEmpty()) {
            return Optional.empty();
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return Optional.of(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    /** Why a URL may not be told a password; empty if it may. */
    Optional<String> refusal(URI url) {
        Optional<String> host = host(url);
        if (!"https".equalsIgnoreCase(url.getScheme())) {
            return Optional.of("it is no https:// address, so a password could be read on the way");
        }
        if (host.isEmpty() || url.getRawUserInfo() != null) {
            return Optional.of("it names no host that can be checked");
        }
        if (isAllowed(host.get())) {
            return Optional.empty();
        }
        return Optional.of("the host " + host.get() + " is not of the domain "
                + (domain == null ? "of the mailbox" : domain)
                + " and may not be told the password; if it is yours, add it to the allowed hosts of Autodiscover"
                + (isExchangeOnline(host.get()) ? ", or choose Exchange Online" : ""));
    }

    /** Whether the administrator named the host, and so answers for where it is. */
    boolean isNamed(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return named.stream().anyMatch(pattern -> matches(pattern, lower));
    }

    private boolean isAllowed(String host) {
        return (domain != null && (host.equals(domain) || host.endsWith("." + domain)))
                || isNamed(host)
                || (exchangeOnline && isExchangeOnline(host));
    }

    private static boolean isExchangeOnline(String host) {
        return EXCHANGE_ONLINE.stream().anyMatch(pattern -> matches(pattern, host));
    }

    /** A star stands for one or more labels in front, and for one label elsewhere. */
    private static boolean matches(String pattern, String host) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(host);
        }
        String before = pattern.substring(0, star);
        String after = pattern.substring(star + 1);
        if (!host.startsWith(before) || !host.endsWith(after) || host.length() <= before.length() + after.length()) {
            return false;
        }
        String between = host.substring(before.length(), host.length() - after.length());
        return after.startsWith(".") && (star == 0 || !between.contains("."));
    }
}
