package org.exchangesync.sandbox.calendar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.sandbox.xml.Xml;

/** Time zones by the names that Windows and Exchange have for them; the table is {@code windows-zones.txt}. */
public final class WindowsZones {
    private static final String RESOURCE = "/org/exchangesync/sandbox/windows-zones.txt";
    private static final Map<String, ZoneId> BY_ID = load();

    private WindowsZones() {}

    private static Map<String, ZoneId> load() {
        Map<String, ZoneId> zones = new LinkedHashMap<>();
        try (InputStream in = WindowsZones.class.getResourceAsStream(RESOURCE)) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] columns = line.split("\\s*=\\s*");
                    zones.put(columns[0], ZoneId.of(columns[1].strip().split("\\s+")[0]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + RESOURCE, e);
        }
        return zones;
    }

    /** All Windows ids, west to east. */
    public static Set<String> ids() {
        return BY_ID.keySet();
    }

    /** The zone of a Windows id; names of the IANA database are understood as well. */
    public static Optional<ZoneId> zone(String id) {
        ZoneId known = BY_ID.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The Windows id of a zone: the same zone, else one that has the same rules around that time. */
    public static Optional<String> windowsId(ZoneId zone, Instant when) {
        for (Map.Entry<String, ZoneId> entry : BY_ID.entrySet()) {
            if (entry.getValue().equals(zone)) {
                return Optional.of(entry.getKey());
            }
        }
        return BY_ID.entrySet().stream()
                .filter(e -> behavesLike(e.getValue(), zone, when))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean behavesLike(ZoneId a, ZoneId b, Instant when) {
        for (int month = 0; month < 24; month++) {
            Instant at = when.plusSeconds(month * 2_629_746L);
            if (!a.getRules().getOffset(at).equals(b.getRules().getOffset(at))) {
                return false;
            }
        }
        return true;
    }

    /** The StartTimeZone or EndTimeZone element of a Windows id. */
    public static Xml element(String name, String windowsId) {
        return Xml.t(name).with("Id", windowsId).with("Name", ZoneDefinitions.displayName(windowsId));
    }
}
