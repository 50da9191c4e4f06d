package org.exchangesync.sandbox.ics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import net.fortuna.ical4j.model.Recur;
import org.exchangesync.sandbox.calendar.RecurrencePattern;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecurrenceRulesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-05T09:00 | FREQ=DAILY;INTERVAL=2;COUNT=9",
                "2026-01-05T09:00 | FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=9",
                "2026-01-05T09:00 | FREQ=WEEKLY;BYDAY=MO,FR;INTERVAL=3",
                "2026-01-06T09:00 | FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
                "2026-01-05T09:00 | FREQ=WEEKLY;UNTIL=20260301T075900Z",
                "2026-01-15T09:00 | FREQ=MONTHLY",
                "2026-01-31T09:00 | FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=30",
                "2026-01-21T09:00 | FREQ=MONTHLY;BYDAY=3WE;INTERVAL=2",
                "2026-01-30T09:00 | FREQ=MONTHLY;BYDAY=-1FR",
                "2026-01-01T09:00 | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
                "2026-01-31T09:00 | FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1",
                "2026-10-29T09:00 | FREQ=YEARLY;BYMONTH=10",
                "2026-01-30T09:00 | FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
                "2026-03-29T02:30 | FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                "2026-07-14T09:00 | FREQ=YEARLY",
                "2026-07-14T09:00 | FREQ=YEARLY;INTERVAL=4;COUNT=5"
            })
    void aRuleTurnedIntoAPatternAndBackHasTheSameDays(String start, String rule) {
        LocalDateTime from = LocalDateTime.parse(start);
        Xml recurrence = RecurrenceRules.convert(rule, from, BERLIN);
        String back = RuleWriter.write(recurrence, from.toLocalTime(), BERLIN);
        List<LocalDate> days = RecurrencePattern.of(recurrence).days().limit(40).toList();
        String withoutEnd = back.replaceAll(";UNTIL=[^;]*", "");
        LocalDate last = days.get(days.size() - 1);
        assertThat(new Recur<LocalDate>(withoutEnd)
                        .getDates(from.toLocalDate(), from.toLocalDate(), last.plusDays(1)).stream()
                                .limit(40)
                                .toList())
                .isEqualTo(days);
        assertThat(days.get(0)).isEqualTo(from.toLocalDate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-05T09:00 | FREQ=HOURLY | by day, week, month or year",
                "2026-01-05T09:00 | FREQ=DAILY;BYHOUR=9,15 | patterns have no BYHOUR",
                "2026-01-30T09:00 | FREQ=MONTHLY;BYMONTHDAY=30 | its days would not be the same",
                "2026-01-05T09:00 | FREQ=MONTHLY;BYMONTHDAY=5,20 | not valid",
                "2026-01-05T09:00 | FREQ=MONTHLY;BYDAY=5MO | first to fourth or last",
                "2024-02-29T09:00 | FREQ=YEARLY | its days would not be the same",
                "2026-01-05T09:00 | FREQ=WEEKLY;BYDAY=TU | don't include DTSTART",
                "2026-01-05T09:00 | FREQ=YEARLY;BYWEEKNO=20 | patterns have no BYWEEKNO",
                "2026-01-05T09:00 | FREQ=WEEKLY;INTERVAL=0 | not valid",
                "2026-01-05T09:00 | nonsense | by day, week, month or year"
            })
    void aRuleWithoutExactCounterpartIsRefusedInWords(String start, String rule, String why) {
        assertThatThrownBy(() -> RecurrenceRules.convert(rule, LocalDateTime.parse(start), BERLIN))
                .isInstanceOf(ICalendarException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining(why);
    }
}
