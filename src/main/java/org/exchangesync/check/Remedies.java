package org.exchangesync.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.exchangesync.failure.FaultAdvice;
import org.exchangesync.failure.FaultTable;

/**
 * Tells for a step that failed what is likely behind it and what to do, by a table ({@code remedies.table}) of the cases
 * that administrators meet; for codes that the table doesn't know, by the table of faults. Threadsafe.
 */
final class Remedies {
    private static final String TABLE = "remedies.table";
    private static final int CELLS = 5;

    /** @param text what the detail must contain */
    private record Row(String step, String code, Pattern text, FaultAdvice advice) {
        boolean matches(String otherStep, String otherCode, String detail) {
            boolean sameCode = code.endsWith("*")
                    ? otherCode.startsWith(code.substring(0, code.length() - 1))
                    : otherCode.equals(code);
            return (step.equals("*") || step.equals(otherStep))
                    && sameCode
                    && text.matcher(detail).find();
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final FaultTable faults;

    Remedies(FaultTable faults) {
        this.faults = faults;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Remedies.class.getResourceAsStream(TABLE), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    rows.add(row(line, TABLE + ":" + number));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line, String where) {
        List<String> cells =
                Stream.of(line.split("\\s\\|\\s")).map(String::strip).toList();
        if (cells.size() != CELLS) {
            throw new IllegalArgumentException(
                    where + ": a row is 'step | code | text | cause | cure', with spaces around the bars: " + line);
        }
        return new Row(
                cells.get(0),
                cells.get(1),
                Pattern.compile(cells.get(2).equals("*") ? "" : cells.get(2), Pattern.CASE_INSENSITIVE),
                new FaultAdvice(cells.get(3), cells.get(4)));
    }

    /**
     * Cause and cure.
     *
     * @param step its id
     * @param code of the trouble
     * @param detail what was seen
     */
    FaultAdvice of(String step, String code, String detail) {
        return rows.stream()
                .filter(row -> row.matches(step, code, detail))
                .map(Row::advice)
                .findFirst()
                .orElseGet(() -> faults.knows(code)
                        ? faults.ofCode(code, detail).advice()
                        : new FaultAdvice(null, "read the detail; the log of the program may tell more"));
    }
}
