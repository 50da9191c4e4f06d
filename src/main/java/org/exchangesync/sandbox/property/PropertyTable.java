package org.exchangesync.sandbox.property;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code item-properties.txt}: sections of properties in schema order. */
final class PropertyTable {
    private final Map<String, List<Property>> sections = new LinkedHashMap<>();

    static PropertyTable load(String resource) {
        PropertyTable table = new PropertyTable();
        try (InputStream in = PropertyTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is not on the class path");
            }
            table.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
        return table;
    }

    List<Property> section(String name) {
        return sections.get(name);
    }

    private void read(BufferedReader lines) throws IOException {
        String section = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String entry = line.strip();
            if (entry.startsWith("[")) {
                section = entry.substring(1, entry.length() - 1);
                sections.put(section, new ArrayList<>());
            } else if (!entry.isEmpty() && !entry.startsWith("#")) {
                String[] columns = entry.split("\\s+");
                String uri = columns.length > 3 ? columns[3] : section + ":" + columns[0];
                sections.get(section).add(property(uri, columns));
            }
        }
    }

    private static Property property(String uri, String[] columns) {
        return new Property(
                uri, columns[0], Property.Type.valueOf(columns[1].toUpperCase(Locale.ROOT)), flags(columns[2]));
    }

    private static Set<Property.Flag> flags(String signs) {
        Set<Property.Flag> flags = EnumSet.noneOf(Property.Flag.class);
        for (Property.Flag flag : Property.Flag.values()) {
            if (signs.indexOf(flag.sign()) >= 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
