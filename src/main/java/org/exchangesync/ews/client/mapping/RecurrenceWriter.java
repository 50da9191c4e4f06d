package org.exchangesync.ews.client.mapping;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.exchangesync.ews.client.types.AbsoluteMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.AbsoluteYearlyRecurrencePatternType;
import org.exchangesync.ews.client.types.DailyRecurrencePatternType;
import org.exchangesync.ews.client.types.DailyRegeneratingPatternType;
import org.exchangesync.ews.client.types.EndDateRecurrenceRangeType;
import org.exchangesync.ews.client.types.MonthlyRegeneratingPatternType;
import org.exchangesync.ews.client.types.NoEndRecurrenceRangeType;
import org.exchangesync.ews.client.types.NumberedRecurrenceRangeType;
import org.exchangesync.ews.client.types.RecurrencePatternBaseType;
import org.exchangesync.ews.client.types.RecurrenceRangeBaseType;
import org.exchangesync.ews.client.types.RecurrenceType;
import org.exchangesync.ews.client.types.RegeneratingPatternBaseType;
import org.exchangesync.ews.client.types.RelativeMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.RelativeYearlyRecurrencePatternType;
import org.exchangesync.ews.client.types.TaskRecurrenceType;
import org.exchangesync.ews.client.types.WeeklyRecurrencePatternType;
import org.exchangesync.ews.client.types.WeeklyRegeneratingPatternType;
import org.exchangesync.ews.client.types.YearlyRegeneratingPatternType;
import org.exchangesync.item.Recurrence;

/**
 * Writes rules of repetition, of appointments and tasks. What EWS has no words for is a fault.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/recurrence-patterns-and-ews">
 *     Recurrence patterns and EWS</a>
 */
final class RecurrenceWriter {
    private static final int MONTHS = 12;
    private static final int MOST_MONTHS = 99;

    private RecurrenceWriter() {}

    static RecurrenceType ofAppointment(Recurrence rule) throws UnmappableItemException {
        if (rule.regenerating()) {
            throw impossible(rule, "only tasks can regenerate");
        }
        RecurrenceType recurrence = new RecurrenceType();
        recurrence.setPattern(pattern(rule));
        recurrence.setRange(range(rule));
        return recurrence;
    }

    static TaskRecurrenceType ofTask(Recurrence rule) throws UnmappableItemException {
        TaskRecurrenceType recurrence = new TaskRecurrenceType();
        recurrence.setPattern(rule.regenerating() ? regenerating(rule) : pattern(rule));
        recurrence.setRange(range(rule));
        return recurrence;
    }

    private static RegeneratingPatternBaseType regenerating(Recurrence rule) {
        RegeneratingPatternBaseType pattern = switch (rule.frequency()) {
            case DAILY -> new DailyRegeneratingPatternType();
            case WEEKLY -> new WeeklyRegeneratingPatternType();
            case MONTHLY -> new MonthlyRegeneratingPatternType();
            case YEARLY -> new YearlyRegeneratingPatternType();
        };
        pattern.setInterval(rule.interval());
        return pattern;
    }

    private static RecurrencePatternBaseType pattern(Recurrence rule) throws UnmappableItemException {
        return switch (rule.frequency()) {
            case DAILY -> rule.daysOfWeek().isEmpty() ? daily(rule) : dailyOnSomeDays(rule);
            case WEEKLY -> weekly(rule);
            case MONTHLY ->
                rule.ordinal() == null
                        ? absoluteMonthly(rule, rule.interval())
                        : relativeMonthly(rule, rule.interval());
            case YEARLY -> rule.ordinal() == null ? absoluteYearly(rule) : relativeYearly(rule);
        };
    }

    private static RecurrencePatternBaseType daily(Recurrence rule) {
        DailyRecurrencePatternType daily = new DailyRecurrencePatternType();
        daily.setInterval(rule.interval());
        return daily;
    }

    /** "Every day that is a Monday or Tuesday" is for EWS a weekly rule. */
    private static RecurrencePatternBaseType dailyOnSomeDays(Recurrence rule) throws UnmappableItemException {
        if (rule.interval() != 1) {
            throw impossible(rule, "every n-th day can't be limited to days of the week");
        }
        return weekly(rule);
    }

    private static RecurrencePatternBaseType weekly(Recurrence rule) {
        WeeklyRecurrencePatternType weekly = new WeeklyRecurrencePatternType();
        weekly.setInterval(rule.interval());
        List<DayOfWeek> days =
                rule.daysOfWeek().isEmpty() ? List.of(rule.start().getDayOfWeek()) : rule.daysOfWeek();
        days.forEach(day -> weekly.getDaysOfWeek().add(name(day)));
        if (rule.firstDayOfWeek() != null) {
            weekly.setFirstDayOfWeek(name(rule.firstDayOfWeek()));
        }
        return weekly;
    }

    private static RecurrencePatternBaseType absoluteMonthly(Recurrence rule, int months)
            throws UnmappableItemException {
        if (months > MOST_MONTHS) {
            throw impossible(rule, "the longest interval is " + MOST_MONTHS + " months");
        }
        if (!rule.daysOfWeek().isEmpty()) {
            throw impossible(rule, "days of the week in a month need an ordinal");
        }
        AbsoluteMonthlyRecurrencePatternType monthly = new AbsoluteMonthlyRecurrencePatternType();
        monthly.setInterval(months);
        monthly.setDayOfMonth(dayOfMonth(rule));
        return monthly;
    }

    private static RecurrencePatternBaseType relativeMonthly(Recurrence rule, int months)
            throws UnmappableItemException {
        if (months > MOST_MONTHS) {
            throw impossible(rule, "the longest interval is " + MOST_MONTHS + " months");
        }
        RelativeMonthlyRecurrencePatternType monthly = new RelativeMonthlyRecurrencePatternType();
        monthly.setInterval(months);
        monthly.setDaysOfWeek(dayOrGroup(rule));
        monthly.setDayOfWeekIndex(indexName(rule));
        return monthly;
    }

    /** Yearly patterns of EWS have no interval; every n years is said as every 12 n months. */
    private static RecurrencePatternBaseType absoluteYearly(Recurrence rule) throws UnmappableItemException {
        if (!rule.daysOfWeek().isEmpty()) {
            throw impossible(rule, "days of the week in a year need an ordinal and a month");
        }
        if (rule.interval() > 1) {
            return absoluteMonthly(startsInItsMonth(rule), rule.interval() * MONTHS);
        }
        AbsoluteYearlyRecurrencePatternType yearly = new AbsoluteYearlyRecurrencePatternType();
        yearly.setDayOfMonth(dayOfMonth(rule));
        yearly.setMonth(name(month(rule)));
        return yearly;
    }

    private static RecurrencePatternBaseType relativeYearly(Recurrence rule) throws UnmappableItemException {
        if (rule.interval() > 1) {
            return relativeMonthly(startsInItsMonth(rule), rule.interval() * MONTHS);
        }
        RelativeYearlyRecurrencePatternType yearly = new RelativeYearlyRecurrencePatternType();
        yearly.setDaysOfWeek(dayOrGroup(rule));
        yearly.setDayOfWeekIndex(indexName(rule));
        yearly.setMonth(name(month(rule)));
        return yearly;
    }

    private static Recurrence startsInItsMonth(Recurrence rule) throws UnmappableItemException {
        if (rule.month() != null && rule.month() != rule.start().getMonth()) {
            throw impossible(rule, "every n years counts from the start, which lies in another month");
        }
        return rule;
    }

    private static Month month(Recurrence rule) {
        return rule.month() != null ? rule.month() : rule.start().getMonth();
    }

    private static int dayOfMonth(Recurrence rule) throws UnmappableItemException {
        int day = rule.dayOfMonth() != null ? rule.dayOfMonth() : rule.start().getDayOfMonth();
        if (day < 1 || day > 31) {
            throw impossible(rule, "a month has days 1 to 31");
        }
        return day;
    }

    private static String dayOrGroup(Recurrence rule) throws UnmappableItemException {
        Set<DayOfWeek> days = rule.daysOfWeek().isEmpty()
                ? EnumSet.of(rule.start().getDayOfWeek())
                : EnumSet.copyOf(rule.daysOfWeek());
        if (days.size() == 1) {
            return name(days.iterator().next());
        } else if (days.equals(RecurrenceWords.EVERY_DAY)) {
            return "Day";
        } else if (days.equals(RecurrenceWords.WEEKDAYS)) {
            return "Weekday";
        } else if (days.equals(RecurrenceWords.WEEKEND)) {
            return "WeekendDay";
        }
        throw impossible(
                rule, "only one day of the week, all, Monday to Friday, or the weekend can be counted in a month");
    }

    private static String indexName(Recurrence rule) throws UnmappableItemException {
        int ordinal = rule.ordinal();
        if (ordinal == -1) {
            return RecurrenceWords.LAST;
        }
        if (ordinal < 1 || ordinal > RecurrenceWords.INDEXES.size()) {
            throw impossible(rule, "weeks of a month are counted first to fourth and last");
        }
        return RecurrenceWords.INDEXES.get(ordinal - 1);
    }

    private static RecurrenceRangeBaseType range(Recurrence rule) throws UnmappableItemException {
        if (rule.start() == null) {
            throw impossible(rule, "it has no start date");
        }
        RecurrenceRangeBaseType range;
        if (rule.count() != null) {
            NumberedRecurrenceRangeType numbered = new NumberedRecurrenceRangeType();
            numbered.setNumberOfOccurrences(rule.count());
            range = numbered;
        } else if (rule.until() != null) {
            EndDateRecurrenceRangeType ended = new EndDateRecurrenceRangeType();
            ended.setEndDate(rule.until().toString());
            range = ended;
        } else {
            range = new NoEndRecurrenceRangeType();
        }
        range.setStartDate(rule.start().toString());
        return range;
    }

    /** {@code Monday}, {@code January}: constants as EWS spells them. */
    private static String name(Enum<?> constant) {
        return constant.name().charAt(0) + constant.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static UnmappableItemException impossible(Recurrence rule, String why) {
        return new UnmappableItemException(
                UnmappableItemException.RECURRENCE,
                "EWS can't express the recurrence " + rule.toRrule() + ": " + why + ". Choose another rule.");
    }
}
