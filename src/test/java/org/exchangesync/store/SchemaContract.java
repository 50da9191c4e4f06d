package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That docs/schema.md tells every table and column as it is, and that its examples run. */
abstract class SchemaContract extends StoreFixture {
    private static final Path PAGE = Path.of("docs/schema.md");
    private static final Pattern SECTION = Pattern.compile("^### (\\w+)$");
    private static final Pattern ROW = Pattern.compile("^\\| (\\w+) \\| ([^|]*) \\| .*\\|$");

    @Test
    void thePageTellsTheTablesAsTheyAre() throws IOException {
        assertThat(told()).isEqualTo(there());
    }

    @Test
    void theExamplesRun() throws IOException {
        Matcher examples = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        List<String> run = new ArrayList<>();
        while (examples.find()) {
            values(examples.group(1));
            run.add(examples.group(1));
        }
        assertThat(run).hasSizeGreaterThan(5);
    }

    /** By table, each column with its type. */
    private static Map<String, Map<String, String>> told() throws IOException {
        Map<String, Map<String, String>> tables = new TreeMap<>();
        Map<String, String> columns = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher section = SECTION.matcher(line);
            Matcher row = ROW.matcher(line);
            if (section.matches()) {
                columns = new TreeMap<>();
                tables.put(section.group(1), columns);
            } else if (row.matches() && !row.group(1).equals("column")) {
                String type = row.group(2).replace(", key", "");
                columns.put(row.group(1), type.startsWith("blob") ? "bytes" : type);
            }
        }
        return tables;
    }

    private Map<String, Map<String, String>> there() {
        Map<String, Map<String, String>> tables = new TreeMap<>();
        transactions()
                .run(jdbc -> jdbc.query(
                        "SELECT LOWER(table_name), LOWER(column_name), LOWER(data_type), character_maximum_length"
                                + " FROM information_schema.columns WHERE LOWER(table_schema) = 'public'"
                                + " AND table_name <> 'exchangesync_schema_history'",
                        row -> tables.computeIfAbsent(row.getString(1), table -> new TreeMap<>())
                                .put(row.getString(2), type(row.getString(3), row.getLong(4)))));
        return tables;
    }

    /** The type in the words of the page. */
    private static String type(String type, long length) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "character varying" -> length == 0 || length > 100_000 ? "text" : "varchar(" + length + ")";
            case "binary large object", "bytea" -> "bytes";
            case "timestamp with time zone" -> "timestamp";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }
}
