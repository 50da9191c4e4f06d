package org.exchangesync.ops;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Mailboxes as a table: the first line names the fields, each other line is a mailbox; what is empty is left to the defaults.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class MailboxCsv {
    private static final CSVFormat COMMAS = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private MailboxCsv() {}

    /**
     * The same as a YAML file would say it, one mailbox a line, so that mistakes are told with the lines of the table.
     *
     * @param text with commas, or with semicolons as spreadsheets of some countries write them
     */
    static String toYaml(Reader text, boolean semicolons) throws IOException {
        CSVFormat format = semicolons ? COMMAS.builder().setDelimiter(';').get() : COMMAS;
        try (CSVParser table = format.parse(text)) {
            StringBuilder yaml = new StringBuilder("mailboxes:\n");
            long line = 1;
            for (CSVRecord row : table) {
                yaml.append("\n".repeat((int) Math.max(0, table.getCurrentLineNumber() - line - 1)));
                line = table.getCurrentLineNumber();
                yaml.append("- {").append(fields(row.toMap())).append("}\n");
            }
            return yaml.toString();
        }
    }

    private static String fields(Map<String, String> row) {
        List<String> fields = new ArrayList<>();
        new LinkedHashMap<>(row).forEach((field, value) -> {
            if (value != null && !value.isBlank()) {
                fields.add(quote(field) + ": "
                        + (field.equals("folders")
                                ? "["
                                        + String.join(
                                                ", ",
                                                List.of(value.split("\\|")).stream()
                                                        .map(MailboxCsv::quote)
                                                        .toList())
                                        + "]"
                                : quote(value)));
            }
        });
        return String.join(", ", fields);
    }

    private static String quote(String text) {
        return "'" + text.strip().replaceAll("\\s+", " ").replace("'", "''") + "'";
    }
}
