package org.exchangesync.ews.client.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Time zones by the names of Windows, which EWS uses, and of IANA, which everybody else uses. The table is {@code
 * windows-zones.properties}.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/time-zones-and-ews-in-exchange">
 *     Time zones and EWS</a>
 */
final class WindowsZones {
    private static final String TABLE = "windows-zones.properties";
    private static final int YEARS_COMPARED = 3;

    /** Names that stand in the table for reading only. */
    private static final Set<String> READ_ONLY =
            Set.of("mid-atlantic standard time", "kamchatka standard time", "tzone://microsoft/utc");

    private static final WindowsZones INSTANCE = new WindowsZones();

    private final Map<String, String> ianaByWindows = new HashMap<>();
    private final Map<String, String> windowsByIana = new HashMap<>();
    /** What Windows zones are read as, by Windows id; UTC before zones that merely keep its time. */
    private final Map<String, ZoneId> candidates = new TreeMap<>(
            Comparator.comparing((String windows) -> !windows.equals("UTC")).thenComparing(Comparator.naturalOrder()));

    private WindowsZones() {
        Properties table = new Properties();
        try (InputStream in = WindowsZones.class.getResourceAsStream(TABLE)) {
            table.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TABLE, e);
        }
        for (String windows : table.stringPropertyNames()) {
            String[] zones = table.getProperty(windows).strip().split("\\s+");
            String key = windows.toLowerCase(Locale.ROOT);
            ianaByWindows.put(key, zones[0]);
            zone(zones[0]).ifPresent(zone -> candidates.put(windows, zone));
            for (String iana : zones) {
                if (!READ_ONLY.contains(key)) {
                    windowsByIana.put(iana, windows);
                }
            }
        }
    }

    /** The IANA zone of a name that a server gave: a Windows id, or an IANA id as some clients store it. */
    static Optional<String> iana(String name) {
        if (name == null || name.isBlank()) {
            return Optional.empty();
        }
        String known = INSTANCE.ianaByWindows.get(name.strip().toLowerCase(Locale.ROOT));
        if (known != null) {
            return Optional.of(known);
        }
        return name.indexOf('/') > 0 ? zone(name.strip()).map(ZoneId::getId) : Optional.empty();
    }

    private static Optional<ZoneId> zone(String iana) {
        try {
            return Optional.of(ZoneId.of(iana));
        } catch (DateTimeException e) {
            return Optional.empty(); // a display name, or a zone that this JDK doesn't know
        }
    }

    /** The Windows id of an IANA zone: its own, or that of a zone with the same rules around a moment. */
    static Optional<String> windows(String iana, Instant around) {
        if (iana == null) {
            return Optional.empty();
        }
        String known = INSTANCE.windowsByIana.get(iana);
        if (known != null) {
            return Optional.of(known);
        }
        return zone(iana).flatMap(zone -> INSTANCE.alike(zone, around));
    }

    private Optional<String> alike(ZoneId zone, Instant around) {
        return candidates.entrySet().stream()
                .filter(known -> !READ_ONLY.contains(known.getKey().toLowerCase(Locale.ROOT)))
                .filter(known -> alike(zone, known.getValue(), around))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Compared week by week: two zones that agree for years agree for an appointment. */
    private static boolean alike(ZoneId one, ZoneId other, Instant around) {
        Instant from =
                around.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
        for (int week = 0; week < 52 * YEARS_COMPARED; week++) {
            Instant at = from.plus(7L * week, ChronoUnit.DAYS);
            if (!one.getRules().getOffset(at).equals(other.getRules().getOffset(at))) {
                return false;
            }
        }
        return true;
    }
}
