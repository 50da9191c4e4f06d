package org.exchangesync.transport;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What finding a mailbox's server by Autodiscover may do, and whom it may tell the password.
 *
 * <p>Hosts of the mailbox's own domain, which are the domain of its address and all below it, are always allowed. All
 * others have to be named here.
 *
 * @param endpoints addresses of Autodiscover that are asked first, as the directory's service connection points would be;
 *     their hosts are allowed
 * @param allowedHosts hosts elsewhere: a name, or {@code *.example.org} for all below; also those that have addresses inside
 *     the own network and are found by unauthenticated means
 * @param exchangeOnline whether the hosts of Exchange Online are allowed, and asked
 * @param serviceRecords whether the DNS is asked for {@code _autodiscover._tcp.<domain>}
 * @param httpRedirect whether {@code http://autodiscover.<domain>} is asked, without password, where to go
 * @param validity how long what was found is used before it is looked up again
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-generate-a-list-of-autodiscover-endpoints">
 *     Generate a list of Autodiscover endpoints</a>
 */
public record Discovery(
        List<URI> endpoints,
        Set<String> allowedHosts,
        boolean exchangeOnline,
        boolean serviceRecords,
        boolean httpRedirect,
        Duration validity) {
    /** All steps, within the mailbox's own domain; valid for a day. */
    public static final Discovery DEFAULT = new Discovery(List.of(), Set.of(), false, true, true, Duration.ofHours(24));

    public Discovery {
        endpoints = List.copyOf(endpoints);
        Set<String> lower = new LinkedHashSet<>();
        allowedHosts.forEach(host -> lower.add(host.strip().toLowerCase(Locale.ROOT)));
        allowedHosts = Set.copyOf(lower);
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("what Autodiscover found is valid for longer than " + validity);
        }
    }

    /** The same with addresses that are asked first. */
    public Discovery withEndpoints(List<URI> first) {
        return new Discovery(first, allowedHosts, exchangeOnline, serviceRecords, httpRedirect, validity);
    }

    /** The same with those hosts allowed. */
    public Discovery withAllowedHosts(Set<String> hosts) {
        return new Discovery(endpoints, hosts, exchangeOnline, serviceRecords, httpRedirect, validity);
    }

    /** The same with Exchange Online allowed, or not. */
    public Discovery withExchangeOnline(boolean allowed) {
        return new Discovery(endpoints, allowedHosts, allowed, serviceRecords, httpRedirect, validity);
    }

    /** The same with another validity. */
    public Discovery withValidity(Duration time) {
        return new Discovery(endpoints, allowedHosts, exchangeOnline, serviceRecords, httpRedirect, time);
    }
}
