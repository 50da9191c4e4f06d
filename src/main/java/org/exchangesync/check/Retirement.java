package org.exchangesync.check;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.ServerType;

/**
 * Whether EWS still has a future where a profile's mailboxes are. Exchange Server keeps it; Exchange Online ends it.
 *
 * @see <a href="https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online">
 *     Deprecation of Exchange Web Services in Exchange Online</a>
 */
public final class Retirement {
    /** From here on only listed applications may use EWS. */
    public static final Instant ALLOW_LIST = Instant.parse("2026-10-01T00:00:00Z");
    /** From here on nobody may. */
    public static final Instant END = Instant.parse("2027-04-01T00:00:00Z");

    private Retirement() {}

    /** @param server or null where none is known */
    static Finding look(EmailServerProfile profile, URI server, Instant now) {
        if (profile.serverType() != ServerType.EXCHANGE_ONLINE && !isOnline(server)) {
            return Finding.skip("not Exchange Online");
        }
        if (!now.isBefore(END)) {
            return Finding.fail("EwsRetired", "Exchange Online has had no EWS since 2027-04-01");
        }
        return now.isBefore(ALLOW_LIST)
                ? Finding.warn(
                        "EwsRetiring",
                        "from 2026-10-01 on Exchange Online lets only applications on its allow-list use EWS, and from"
                                + " 2027-04-01 on none")
                : Finding.warn(
                        "EwsRetiring",
                        "Exchange Online lets only applications on its allow-list use EWS, and from 2027-04-01 on none");
    }

    static boolean isOnline(URI server) {
        String host = server == null ? "" : server.getHost().toLowerCase(Locale.ROOT);
        return host.equals("outlook.office365.com") || host.equals("outlook.office.com");
    }
}
