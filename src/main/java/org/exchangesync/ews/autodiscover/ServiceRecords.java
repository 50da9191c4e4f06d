package org.exchangesync.ews.autodiscover;

import java.util.List;

/**
 * DNS service records.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2782">RFC 2782</a>
 */
@FunctionalInterface
interface ServiceRecords {
    /**
     * Where a service is.
     *
     * @param priority lower ones are to be asked first
     * @param weight of the same priority, higher ones first
     */
    record Target(int priority, int weight, int port, String host) {}

    /**
     * The records of a name such as {@code _autodiscover._tcp.example.org}; empty if there are none.
     *
     * @throws java.io.IOException if the DNS can't be asked
     */
    List<Target> find(String name) throws java.io.IOException;
}
