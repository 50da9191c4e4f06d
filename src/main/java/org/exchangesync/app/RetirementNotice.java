package org.exchangesync.app;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.check.Retirement;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Profiles;
import org.exchangesync.profile.ServerType;

/** Tells administrators of Exchange Online by EWS until when that works. */
final class RetirementNotice {
    private RetirementNotice() {}

    static void tell(Profiles profiles, Alerts alerts, Clock clock) {
        boolean over = !clock.instant().isBefore(Retirement.END);
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
                    "Profile '" + profile.name()
                            + "' reaches Exchange Online by EWS, which is for listed applications only from "
                            + day(Retirement.ALLOW_LIST) + " on, and ends for all on " + day(Retirement.END) + ".",
                    "Microsoft retires EWS in Exchange Online; Exchange Server keeps it",
                    "until then the tenant needs EWSEnabled = True and the application's id in EwsAllowedAppIDs"
                            + " (Set-OrganizationConfig)"));
        }
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
