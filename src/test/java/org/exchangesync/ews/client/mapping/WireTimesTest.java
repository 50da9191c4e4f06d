package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimesTest {

    @ParameterizedTest
    @CsvSource({
        "2025-10-14T07:15:30Z, 2025-10-14T07:15:30Z",
        "2025-10-14T07:15:30, 2025-10-14T07:15:30Z",
        "2025-10-14T07:15:30.1234567Z, 2025-10-14T07:15:30Z",
        "2025-10-14T09:15:30+02:00, 2025-10-14T07:15:30Z",
        "2025-10-14T09:15+0200, 2025-10-14T07:15:00Z",
        "2025-10-14T24:00:00Z, 2025-10-15T00:00:00Z",
        "2025-10-14, 2025-10-14T00:00:00Z",
    })
    void timesAreReadInEveryForm(String text, Instant expected) {
        assertThat(WireTimes.instant(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "soon",
                "0001-01-01T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-02-30",
                "2025-01-01T10:00:00+99:00"
            })
    void whatIsNoTimeIsNull(String text) {
        assertThat(WireTimes.instant(text)).isNull();
        assertThat(WireTimes.day(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-10-14T00:00:00Z, 2025-10-14", // midnight in UTC
        "2025-10-13T22:00:00Z, 2025-10-14", // midnight in Berlin
        "2025-10-14T04:00:00Z, 2025-10-14", // midnight in New York
        "2025-10-13T18:30:00Z, 2025-10-14", // midnight in India
        "1980-05-01T11:59:00Z, 1980-05-01", // noon, as newer servers store birthdays
        "2006-10-26T21:32:52, 2006-10-26", // a time of day that means nothing
    })
    void aDayIsTheNearestMidnight(String text, LocalDate expected) {
        assertThat(WireTimes.day(text)).isEqualTo(expected);
    }
}
