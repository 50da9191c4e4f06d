package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.EndDateRecurrenceRangeType;
import org.exchangesync.ews.client.types.NoEndRecurrenceRangeType;
import org.exchangesync.ews.client.types.RecurrenceType;
import org.exchangesync.ews.client.types.RelativeMonthlyRecurrencePatternType;
import org.exchangesync.ews.client.types.TaskType;
import org.exchangesync.item.Recurrence;
import org.exchangesync.item.Recurrence.Frequency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrenceTest {
    private static final LocalDate START = LocalDate.of(2025, 10, 14);
    private static final List<DayOfWeek> WEEKDAYS =
            List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);

    static Stream<Recurrence> rules() {
        return Stream.of(
                rule(Frequency.DAILY, 1, List.of(), null, null, null, null),
                rule(Frequency.DAILY, 3, List.of(), null, null, null, 10),
                rule(Frequency.WEEKLY, 1, List.of(DayOfWeek.TUESDAY), null, null, null, null),
                rule(Frequency.WEEKLY, 2, List.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), null, null, null, 4),
                rule(Frequency.WEEKLY, 1, WEEKDAYS, null, null, null, null),
                rule(Frequency.MONTHLY, 1, List.of(), null, 31, null, null),
                rule(Frequency.MONTHLY, 6, List.of(), null, 14, null, 2),
                rule(Frequency.MONTHLY, 1, List.of(DayOfWeek.TUESDAY), 2, null, null, null),
                rule(Frequency.MONTHLY, 2, List.of(DayOfWeek.SUNDAY), -1, null, null, null),
                rule(Frequency.MONTHLY, 1, WEEKDAYS, -1, null, null, null),
                rule(Frequency.MONTHLY, 1, List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), 1, null, null, null),
                rule(Frequency.MONTHLY, 1, List.of(DayOfWeek.values()), 4, null, null, null),
                rule(Frequency.YEARLY, 1, List.of(), null, 29, Month.FEBRUARY, null),
                rule(Frequency.YEARLY, 1, List.of(DayOfWeek.THURSDAY), 3, null, Month.NOVEMBER, 5),
                new Recurrence(
                        Frequency.WEEKLY,
                        2,
                        List.of(DayOfWeek.SUNDAY),
                        null,
                        null,
                        null,
                        DayOfWeek.SUNDAY,
                        false,
                        START,
                        null,
                        LocalDate.of(2026, 12, 31)));
    }

    static Stream<Recurrence> regenerations() {
        return Stream.of(Frequency.values())
                .map(frequency ->
                        new Recurrence(frequency, 2, List.of(), null, null, null, null, true, START, null, null));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rulesOfAppointmentsSurviveTheWire(Recurrence rule) throws Exception {
        CalendarItemType item = new CalendarItemType();
        item.setRecurrence(RecurrenceWriter.ofAppointment(rule));

        assertThat(RecurrenceReader.read(Wire.sent(item).getRecurrence())).isEqualTo(rule);
    }

    @ParameterizedTest
    @MethodSource({"rules", "regenerations"})
    void rulesOfTasksSurviveTheWire(Recurrence rule) throws Exception {
        TaskType item = new TaskType();
        item.setRecurrence(RecurrenceWriter.ofTask(rule));

        assertThat(RecurrenceReader.read(Wire.sent(item).getRecurrence())).isEqualTo(rule);
    }

    @Test
    void everySecondYearIsWrittenAsEveryTwentyFourthMonth() throws Exception {
        Recurrence rule = rule(Frequency.YEARLY, 2, List.of(), null, 14, Month.OCTOBER, null);

        Recurrence read = RecurrenceReader.read(RecurrenceWriter.ofAppointment(rule));

        assertThat(read).isEqualTo(rule(Frequency.MONTHLY, 24, List.of(), null, 14, null, null));
    }

    @Test
    void whatARuleLeavesOutIsTakenFromItsStart() throws Exception {
        assertThat(RecurrenceReader.read(RecurrenceWriter.ofAppointment(
                                rule(Frequency.WEEKLY, 1, List.of(), null, null, null, null)))
                        .daysOfWeek())
                .containsExactly(DayOfWeek.TUESDAY);
        assertThat(RecurrenceReader.read(
                        RecurrenceWriter.ofAppointment(rule(Frequency.YEARLY, 1, List.of(), null, null, null, null))))
                .isEqualTo(rule(Frequency.YEARLY, 1, List.of(), null, 14, Month.OCTOBER, null));
    }

    static Stream<Recurrence> impossible() {
        List<DayOfWeek> monday = List.of(DayOfWeek.MONDAY);
        List<DayOfWeek> two = List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY);
        return Stream.of(
                rule(Frequency.DAILY, 2, monday, null, null, null, null),
                rule(Frequency.MONTHLY, 1, monday, null, null, null, null),
                rule(Frequency.MONTHLY, 1, two, 1, null, null, null),
                rule(Frequency.MONTHLY, 1, monday, 5, null, null, null),
                rule(Frequency.MONTHLY, 1, List.of(), null, 32, null, null),
                rule(Frequency.MONTHLY, 100, List.of(), null, 1, null, null),
                rule(Frequency.YEARLY, 1, monday, null, null, null, null),
                rule(Frequency.YEARLY, 2, List.of(), null, 1, Month.MAY, null),
                new Recurrence(Frequency.DAILY, 1, List.of(), null, null, null, null, true, START, null, null),
                new Recurrence(Frequency.DAILY, 1, List.of(), null, null, null, null, false, null, null, null));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void rulesThatEwsHasNoWordsForAreFaults(Recurrence rule) {
        assertThatThrownBy(() -> RecurrenceWriter.ofAppointment(rule))
                .isInstanceOf(UnmappableItemException.class)
                .hasMessageContaining("FREQ=" + rule.frequency())
                .hasMessageContaining("Choose another rule");
    }

    @Test
    void damagedRulesAreFaultsAndNothingElse() {
        RecurrenceType rule = new RecurrenceType();
        assertUnreadable(rule, "no range");
        rule.setRange(new NoEndRecurrenceRangeType());
        assertUnreadable(rule, "start date 'null'");
        rule.getRange().setStartDate("2025-10-14Z");
        assertUnreadable(rule, "no known pattern");
        RelativeMonthlyRecurrencePatternType monthly = new RelativeMonthlyRecurrencePatternType();
        rule.setPattern(monthly);
        assertUnreadable(rule, "day 'null'");
        monthly.setDaysOfWeek("Someday");
        assertUnreadable(rule, "day 'Someday'");
        monthly.setDaysOfWeek("Monday");
        monthly.setDayOfWeekIndex("Fifth");
        assertUnreadable(rule, "week 'Fifth'");
        EndDateRecurrenceRangeType ended = new EndDateRecurrenceRangeType();
        ended.setStartDate("2025-10-14");
        ended.setEndDate("later");
        rule.setRange(ended);
        assertUnreadable(rule, "end date 'later'");
    }

    private static void assertUnreadable(RecurrenceType rule, String what) {
        assertThatThrownBy(() -> RecurrenceReader.read(rule))
                .isInstanceOf(UnmappableItemException.class)
                .hasMessageContaining(what);
    }

    private static Recurrence rule(
            Frequency frequency,
            int interval,
            List<DayOfWeek> days,
            Integer ordinal,
            Integer dayOfMonth,
            Month month,
            Integer count) {
        return new Recurrence(frequency, interval, days, ordinal, dayOfMonth, month, null, false, START, count, null);
    }
}
