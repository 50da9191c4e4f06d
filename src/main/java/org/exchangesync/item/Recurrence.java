package org.exchangesync.item;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Objects;

/**
 * The rule by which an appointment or task repeats.
 *
 * @param frequency the unit that is counted
 * @param interval every n-th unit, from 1
 * @param daysOfWeek for weekly rules the days; for relative monthly and yearly rules the days counted by {@code ordinal};
 *     otherwise empty
 * @param ordinal 1–4 for the first to fourth, -1 for the last of {@code daysOfWeek} in the month; null where not relative
 * @param dayOfMonth for absolute monthly and yearly rules 1–31, otherwise null
 * @param month for yearly rules, otherwise null
 * @param firstDayOfWeek where weeks begin for weekly rules with an interval, or null
 * @param regenerating a task that makes its successor only when it is completed
 * @param start the first day of the rule
 * @param count the number of occurrences, or null
 * @param until the last day on which an occurrence may start, inclusive, or null; without count and until it never ends
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10">RFC 5545 recurrence rule</a>
 */
public record Recurrence(
        Frequency frequency,
        int interval,
        List<DayOfWeek> daysOfWeek,
        Integer ordinal,
        Integer dayOfMonth,
        Month month,
        DayOfWeek firstDayOfWeek,
        boolean regenerating,
        LocalDate start,
        Integer count,
        LocalDate until) {
    public Recurrence {
        Objects.requireNonNull(frequency, "frequency");
        daysOfWeek = List.copyOf(daysOfWeek);
        if (interval < 1) {
            throw new IllegalArgumentException("a recurrence every " + interval + " " + frequency + " is impossible");
        }
    }

    /** The unit of a rule. */
    public enum Frequency {
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY
    }

    /** The rule as an iCalendar RRULE value, such as {@code FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10}. */
    public String toRrule() {
        StringBuilder rule = new StringBuilder("FREQ=").append(frequency);
        if (interval > 1) {
            rule.append(";INTERVAL=").append(interval);
        }
        if (month != null) {
            rule.append(";BYMONTH=").append(month.getValue());
        }
        if (dayOfMonth != null) {
            rule.append(";BYMONTHDAY=").append(dayOfMonth);
        }
        if (!daysOfWeek.isEmpty()) {
            rule.append(";BYDAY=")
                    .append(String.join(
                            ",",
                            daysOfWeek.stream()
                                    .map(day -> day.name().substring(0, 2))
                                    .toList()));
        }
        if (ordinal != null) {
            rule.append(";BYSETPOS=").append(ordinal);
        }
        if (firstDayOfWeek != null && frequency == Frequency.WEEKLY) {
            rule.append(";WKST=").append(firstDayOfWeek.name(), 0, 2);
        }
        if (count != null) {
            rule.append(";COUNT=").append(count);
        } else if (until != null) {
            rule.append(";UNTIL=").append(until.toString().replace("-", ""));
        }
        return rule.toString();
    }
}
