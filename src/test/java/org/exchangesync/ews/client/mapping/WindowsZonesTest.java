package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsZonesTest {
    private static final Instant NOW = Instant.parse("2025-10-14T07:15:30Z");

    @ParameterizedTest
    @CsvSource({
        "W. Europe Standard Time, Europe/Berlin",
        "w. europe standard TIME, Europe/Berlin",
        "Eastern Standard Time, America/New_York",
        "UTC, Etc/UTC",
        "UTC+12, Etc/GMT-12",
        "tzone://Microsoft/Utc, Etc/UTC",
        "Asia/Kathmandu, Asia/Kathmandu",
        "Kamchatka Standard Time, Asia/Kamchatka",
    })
    void namesOfServersAreRead(String name, String iana) {
        assertThat(WindowsZones.iana(name)).contains(iana);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"-", "' '", "tzone://Microsoft/Custom", "(UTC+01:00) Amsterdam", "Nowhere/Town"},
            nullValues = "-")
    void namesThatNobodyKnowsAreNone(String name) {
        assertThat(WindowsZones.iana(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, W. Europe Standard Time",
        "Europe/Amsterdam, W. Europe Standard Time",
        "Europe/Kyiv, FLE Standard Time",
        "Etc/UTC, UTC",
        "Z, UTC",
        "Asia/Kamchatka, Russia Time Zone 11",
    })
    void ianaZonesAreWritten(String iana, String windows) {
        assertThat(WindowsZones.windows(iana, NOW)).contains(windows);
    }

    @Test
    void almostEveryZoneOfTheJdkIsWrittenAsAZoneThatReadsBackWithTheSameRules() {
        // Calendar libraries on the class path register zones of their own; they are not meant here.
        List<String> zones = ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.matches("(Africa|America|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)/.*"))
                .sorted()
                .toList();
        List<String> unknown = zones.stream()
                .filter(zone -> WindowsZones.windows(zone, NOW).isEmpty())
                .toList();
        assertThat(unknown.size()).as("%s", unknown).isLessThan(zones.size() / 20);
        for (String zone : zones) {
            WindowsZones.windows(zone, NOW).ifPresent(windows -> {
                ZoneId read = ZoneId.of(WindowsZones.iana(windows).orElseThrow());
                assertThat(read.getRules().getOffset(NOW))
                        .as("%s as %s reads back as %s", zone, windows, read)
                        .isEqualTo(ZoneId.of(zone).getRules().getOffset(NOW));
            });
        }
    }
}
