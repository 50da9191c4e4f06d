package org.exchangesync.ews.autodiscover;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps strangers from leading us into places that only we can reach. Mail servers inside the own network are usual, so
 * private addresses are refused only where nobody vouches for the host; this machine and its neighbours on the link never
 * are mail servers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890: special-purpose addresses</a>
 */
public final class AddressGuard {
    private AddressGuard() {}

    /**
     * Why a host may not be asked; empty if it may.
     *
     * @param trusted whether private addresses are all right: the host comes from the mailbox's domain or from an answer that
     *     a certificate vouches for
     */
    public static Optional<String> refusal(String host, List<InetAddress> addresses, boolean trusted) {
        for (InetAddress address : addresses) {
            if (isOwn(address) || (!trusted && isPrivate(address))) {
                return Optional.of(host + " has the address " + address.getHostAddress() + ", which is "
                        + (isOwn(address) ? "this machine's or its link's" : "inside the own network"));
            }
        }
        return Optional.empty();
    }

    private static boolean isOwn(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || (bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0))
                || embedded(address).map(AddressGuard::isOwn).orElse(false);
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean carrier = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        return address.isSiteLocalAddress()
                || uniqueLocal
                || carrier
                || embedded(address).map(AddressGuard::isPrivate).orElse(false);
    }

    /** The IPv4 address within one of the translating kinds: 64:ff9b::/96, 2002::/16, and IPv4-compatible ones. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return Optional.empty();
        }
        byte[] bytes = six.getAddress();
        int at = -1;
        if (bytes[0] == 0x20 && bytes[1] == 0x02) {
            at = 2;
        } else if (bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b) {
            at = 12;
        } else if (six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress()) {
            at = 12;
        }
        if (at < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4)));
        } catch (UnknownHostException four) {
            throw new IllegalStateException("four bytes are an address", four);
        }
    }
}
