package org.exchangesync.check;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.ServerType;
import org.exchangesync.transport.ServerInfo;

/**
 * Tells whether a mailbox is on an own Exchange Server or in Exchange Online, and whether its profile says the same.
 *
 * @see <a href="https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates">Exchange Server build
 *     numbers</a>, which end below 15.20, where those of Exchange Online begin
 */
final class Whereabouts {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
    private static final int ONLINE_MAJOR = 15;
    private static final int ONLINE_MINOR = 20;

    private Whereabouts() {}

    /**
     * @param server where the mailbox was reached
     * @param info what that server said of itself; null where it said nothing
     */
    static Finding look(EmailServerProfile profile, URI server, ServerInfo info) {
        if (profile.serverType() == ServerType.POP3_SMTP) {
            return Finding.skip("servers of POP3 and SMTP don't say");
        }
        String version = info == null ? "" : info.version();
        Boolean byVersion = online(version);
        boolean online = Retirement.isOnline(server) || Boolean.TRUE.equals(byVersion);
        String text = "the mailbox is " + (online ? "in Exchange Online" : "on an Exchange Server") + " (" + server
                + (version.isBlank() ? "" : ", version " + version) + "), and serverType is "
                + profile.serverType().label();
        if (!online && byVersion == null) {
            return Finding.skip("neither address nor version (" + version + ") of " + server + " tells");
        }
        boolean fits = online == (profile.serverType() == ServerType.EXCHANGE_ONLINE);
        // a mailbox of a hybrid organization may have moved there, and its profile knows that it can
        boolean moved = online && profile.serverType() == ServerType.EXCHANGE_SERVER_HYBRID;
        return fits || moved ? Finding.pass(text) : Finding.warn("ServerType", text);
    }

    /** Null where the version doesn't tell. */
    private static Boolean online(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return null;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major > ONLINE_MAJOR || major == ONLINE_MAJOR && minor >= ONLINE_MINOR;
    }
}
