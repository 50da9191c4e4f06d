package org.exchangesync.ops.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table for people: aligned, and no wider than their screen. What doesn't fit is taken from the widest of those columns
 * that are words; numbers, times and addresses stay whole while that suffices.
 */
final class Table {
    private static final String GAP = "  ";
    private static final int LEAST_TEXT = 12;
    private static final int LEAST_OTHER = 6;

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private record Column(String title, boolean right, boolean text, boolean whole) {}

    /** A column of names or times, not cut while others can be. */
    Table column(String title) {
        columns.add(new Column(title, false, false, false));
        return this;
    }

    /** A column of numbers. */
    Table number(String title) {
        columns.add(new Column(title, true, false, false));
        return this;
    }

    /** A column of words, cut first. */
    Table text(String title) {
        columns.add(new Column(title, false, true, false));
        return this;
    }

    /** A column of sentences, which go on below themselves where others are cut. */
    Table sentences(String title) {
        columns.add(new Column(title, false, true, true));
        return this;
    }

    /** A row; nulls are shown as a dash. */
    void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null ? "-" : Columns.clean(cell.toString()))
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out, int width) {
        int[] widths = widths(width);
        print(out, columns.stream().map(Column::title).toList(), widths);
        rows.forEach(row -> print(out, row, widths));
    }

    private int[] widths(int most) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    Columns.width(columns.get(i).title()),
                    rows.stream()
                            .mapToInt(row -> Columns.width(row.get(column)))
                            .max()
                            .orElse(0));
        }
        shrink(widths, most, true, LEAST_TEXT);
        shrink(widths, most, false, LEAST_OTHER);
        return widths;
    }

    /** Takes cells from the widest columns of a sort until all fit, or none can give any more. */
    private void shrink(int[] widths, int most, boolean text, int least) {
        while (total(widths) > most) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                Column column = columns.get(i);
                int floor = Math.max(least, Columns.width(column.title()));
                if (column.text() == text
                        && !column.right()
                        && widths[i] > floor
                        && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static long total(int[] widths) {
        return Arrays.stream(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1);
    }

    private void print(PrintWriter out, List<String> cells, int[] widths) {
        List<List<String>> parts = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            parts.add(
                    columns.get(i).whole()
                            ? Columns.wrap(cells.get(i), widths[i])
                            : List.of(Columns.cut(cells.get(i), widths[i])));
        }
        int height = parts.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            printLine(out, parts, line, widths);
        }
    }

    private void printLine(PrintWriter out, List<List<String>> parts, int number, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = number < parts.get(i).size() ? parts.get(i).get(number) : "";
            line.append(i == 0 ? "" : GAP)
                    .append(Columns.fill(cell, widths[i], columns.get(i).right()));
        }
        out.println(line.toString().stripTrailing());
    }
}
