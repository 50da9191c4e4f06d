package org.exchangesync.app;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Profiles;
import org.exchangesync.profile.ServerType;

/**
 * Tells administrators of Exchange Online by EWS until when that works.
 *
 * @see <a href="https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online">
 *     Deprecation of EWS in Exchange Online</a>
 */
final class RetirementNotice {
    private static final LocalDate BLOCKED = LocalDate.of(2026, 10, 1);
    private static final LocalDate ENDS = LocalDate.of(2027, 4, 1);

    private RetirementNotice() {}

    static void tell(Profiles profiles, Alerts alerts, Clock clock) {
        boolean over = !LocalDate.now(clock.withZone(ZoneOffset.UTC)).isBefore(ENDS);
        for (EmailServerProfile profile : profiles.profiles()) {
            String key = "retirement " + profile.name();
            if (profile.serverType() != ServerType.EXCHANGE_ONLINE || !profile.active()) {
                alerts.resolve(key);
                continue;
            }
            alerts.raise(new Alert(
                    key,
                    over ? Alert.Level.ERROR : Alert.Level.WARNING,
                    profile.name(),
                    null,
                    null,
                    "Profile '" + profile.name() + "' reaches Exchange Online by EWS, which is blocked there since "
                            + BLOCKED + " except for listed applications, and ends for all on " + ENDS + ".",
                    "Microsoft retires EWS in Exchange Online; Exchange Server keeps it",
                    "until then the tenant needs EWSEnabled = True and the application's id in EwsAllowedAppIDs"
                            + " (Set-OrganizationConfig)"));
        }
    }
}
