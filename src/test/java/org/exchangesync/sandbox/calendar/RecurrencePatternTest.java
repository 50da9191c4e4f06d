package org.exchangesync.sandbox.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;
import org.junit.jupiter.api.Test;

class RecurrencePatternTest {
    private static RecurrencePattern pattern(String pattern, String range) throws XmlException {
        String text = "<Recurrence>" + pattern + range + "</Recurrence>";
        Xml read = XmlReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return RecurrencePattern.of(read);
    }

    private static List<String> days(String pattern, String start, int count) throws XmlException {
        String range = "<NumberedRecurrence><StartDate>" + start + "</StartDate><NumberOfOccurrences>" + count
                + "</NumberOfOccurrences></NumberedRecurrence>";
        return pattern(pattern, range).days().map(LocalDate::toString).toList();
    }

    @Test
    void everyThirdDay() throws XmlException {
        assertThat(days("<DailyRecurrence><Interval>3</Interval></DailyRecurrence>", "2026-02-26", 3))
                .containsExactly("2026-02-26", "2026-03-01", "2026-03-04");
    }

    @Test
    void theFirstDayOfTheWeekDecidesWhatEverySecondWeekMeans() throws XmlException {
        String weekly = "<WeeklyRecurrence><Interval>2</Interval><DaysOfWeek>Sunday Tuesday</DaysOfWeek>"
                + "<FirstDayOfWeek>%s</FirstDayOfWeek></WeeklyRecurrence>";
        assertThat(days(weekly.formatted("Monday"), "2026-03-03", 4))
                .containsExactly("2026-03-03", "2026-03-08", "2026-03-17", "2026-03-22");
        assertThat(days(weekly.formatted("Sunday"), "2026-03-03", 4))
                .containsExactly("2026-03-03", "2026-03-15", "2026-03-17", "2026-03-29");
    }

    @Test
    void theThirtyFirstIsTheLastDayOfShorterMonths() throws XmlException {
        assertThat(days(
                        "<AbsoluteMonthlyRecurrence><Interval>1</Interval><DayOfMonth>31</DayOfMonth></AbsoluteMonthlyRecurrence>",
                        "2026-01-31",
                        4))
                .containsExactly("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30");
    }

    @Test
    void theLastWorkingDayOfEverySecondMonth() throws XmlException {
        assertThat(days(
                        "<RelativeMonthlyRecurrence><Interval>2</Interval><DaysOfWeek>Weekday</DaysOfWeek>"
                                + "<DayOfWeekIndex>Last</DayOfWeekIndex></RelativeMonthlyRecurrence>",
                        "2026-01-01",
                        3))
                .containsExactly("2026-01-30", "2026-03-31", "2026-05-29");
    }

    @Test
    void yearsByDateAndByWeekday() throws XmlException {
        assertThat(days(
                        "<AbsoluteYearlyRecurrence><DayOfMonth>29</DayOfMonth><Month>February</Month></AbsoluteYearlyRecurrence>",
                        "2024-02-29",
                        3))
                .containsExactly("2024-02-29", "2025-02-28", "2026-02-28");
        assertThat(days(
                        "<RelativeYearlyRecurrence><DaysOfWeek>Thursday</DaysOfWeek><DayOfWeekIndex>Fourth</DayOfWeekIndex>"
                                + "<Month>November</Month></RelativeYearlyRecurrence>",
                        "2026-01-01",
                        2))
                .containsExactly("2026-11-26", "2027-11-25");
    }

    @Test
    void anEndDateCountsAndNoEndIsNoEnd() throws XmlException {
        String daily = "<DailyRecurrence><Interval>1</Interval></DailyRecurrence>";
        assertThat(pattern(
                                daily,
                                "<EndDateRecurrence><StartDate>2026-01-01Z</StartDate><EndDate>2026-01-03Z</EndDate></EndDateRecurrence>")
                        .days())
                .hasSize(3);
        RecurrencePattern endless =
                pattern(daily, "<NoEndRecurrence><StartDate>2026-01-01</StartDate></NoEndRecurrence>");
        assertThat(endless.isEndless()).isTrue();
        assertThat(endless.daysUntil(LocalDate.of(2026, 1, 10), 100)).hasSize(10);
    }

    @Test
    void whatMakesNoSenseIsRefusedInsteadOfSearchedForEver() {
        assertThatThrownBy(() -> days("<DailyRecurrence><Interval>0</Interval></DailyRecurrence>", "2026-01-01", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> days(
                        "<WeeklyRecurrence><Interval>1</Interval><DaysOfWeek></DaysOfWeek></WeeklyRecurrence>",
                        "2026-01-01",
                        1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecurrencePattern.of(Xml.t("Recurrence")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pattern and a range");
    }
}
