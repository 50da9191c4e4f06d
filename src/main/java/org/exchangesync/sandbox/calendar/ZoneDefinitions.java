package org.exchangesync.sandbox.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The TimeZoneDefinition elements that GetServerTimeZones answers, made from the JDK's zone rules.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition">
 * TimeZoneDefinition</a>.
 */
public final class ZoneDefinitions {
    private ZoneDefinitions() {}

    /** Such as {@code (UTC+01:00) Berlin}. */
    public static String displayName(String windowsId) {
        ZoneId zone = WindowsZones.zone(windowsId).orElse(ZoneOffset.UTC);
        if (windowsId.equals("UTC")) {
            return "(UTC) Coordinated Universal Time";
        }
        ZoneOffset offset = zone.getRules().getStandardOffset(Instant.EPOCH.plus(20_000, ChronoUnit.DAYS));
        String city = zone.getId().substring(zone.getId().lastIndexOf('/') + 1).replace('_', ' ');
        String shown = offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
        return "(UTC" + shown + ") " + city;
    }

    /** The definition of a Windows id; id and name alone unless all of it is wanted. */
    public static Xml definition(String windowsId, boolean full) {
        Xml definition = Xml.t("TimeZoneDefinition").with("Id", windowsId).with("Name", displayName(windowsId));
        if (!full) {
            return definition;
        }
        ZoneId zone = WindowsZones.zone(windowsId).orElse(ZoneOffset.UTC);
        List<ZoneOffsetTransitionRule> rules = zone.getRules().getTransitionRules();
        List<Xml> periods = new ArrayList<>();
        List<Xml> transitions = new ArrayList<>();
        ZoneOffset standard = zone.getRules().getStandardOffset(Instant.EPOCH.plus(20_000, ChronoUnit.DAYS));
        if (rules.size() != 2) {
            periods.add(period("std", "Standard", standard));
            transitions.add(Xml.t("Transition", Xml.t("To", "std").with("Kind", "Period")));
        } else {
            for (ZoneOffsetTransitionRule rule : rules) {
                boolean daylight = !rule.getOffsetAfter().equals(rule.getStandardOffset());
                String id = daylight ? "dst" : "std";
                periods.add(period(id, daylight ? "Daylight" : "Standard", rule.getOffsetAfter()));
                transitions.add(recurring(rule, id));
            }
        }
        Xml group = Xml.t("TransitionsGroup", transitions).with("Id", "0");
        Xml start = Xml.t("Transition", Xml.t("To", "0").with("Kind", "Group"));
        return definition.and(
                Xml.t("Periods", periods), Xml.t("TransitionsGroups", group), Xml.t("Transitions", start));
    }

    private static Xml period(String id, String name, ZoneOffset offset) {
        // By the protocol the bias is what is added to local time to get UTC.
        return Xml.t("Period")
                .with("Bias", duration(-offset.getTotalSeconds()))
                .with("Name", name)
                .with("Id", id);
    }

    private static Xml recurring(ZoneOffsetTransitionRule rule, String to) {
        int index = rule.getDayOfMonthIndicator();
        int occurrence = index < 0 ? -1 : (index + 6) / 7;
        long seconds =
                rule.createTransition(2024).getDateTimeBefore().toLocalTime().toSecondOfDay();
        return Xml.t(
                "RecurringDayTransition",
                Xml.t("To", to).with("Kind", "Period"),
                Xml.t("TimeOffset", duration(seconds)),
                Xml.t("Month", rule.getMonth().getValue()),
                Xml.t("DayOfWeek", capital(rule.getDayOfWeek().name())),
                Xml.t("Occurrence", occurrence));
    }

    private static String duration(long seconds) {
        Duration length = Duration.ofSeconds(Math.abs(seconds));
        return (seconds < 0 ? "-" : "") + length;
    }

    private static String capital(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
