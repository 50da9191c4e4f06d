package org.exchangesync.ews.autodiscover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
interface HostNames {
    /** Asks the system, which remembers the answer for the connection that follows. */
    HostNames SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> addresses(String host) throws UnknownHostException;
}
