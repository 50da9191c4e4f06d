package org.exchangesync.store;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table and those of its columns that an insert fills, in their order. */
record Table(String name, List<Column> columns) {

    static Table of(String name, Column... columns) {
        return new Table(name, List.of(columns));
    }

    /** {@code INSERT INTO name (columns) VALUES (?, …)}. */
    String insert() {
        return "INSERT INTO " + name + " (" + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                + ") VALUES (" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    }

    /** What stands in a column of a row. */
    Object value(Object[] row, String column) {
        for (int i = 0; i < row.length; i++) {
            if (columns.get(i).name().equals(column)) {
                return row[i];
            }
        }
        throw new IllegalArgumentException(name + " has no column " + column);
    }

    /** What stands in some columns of a row, in the order asked for. */
    Object[] values(Object[] row, String... wanted) {
        return Stream.of(wanted).map(column -> value(row, column)).toArray();
    }

    /** Cleans the texts of a row and cuts them to their columns, in place. */
    Object[] fitted(Object... row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns, not " + row.length);
        }
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof String text) {
                row[i] = StoredText.cut(StoredText.clean(text), columns.get(i).length());
            }
        }
        return row;
    }
}
