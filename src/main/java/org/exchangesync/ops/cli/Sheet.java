package org.exchangesync.ops.cli;

import java.util.ArrayList;
import java.util.List;

/** One thing in all its details: a name and a value on each line, long values wrapped behind their name. */
final class Sheet {
    private static final String INDENT = "  ";
    private static final int READABLE = 120;

    private final Session session;
    private final List<String[]> lines = new ArrayList<>();
    private String title = "";

    Sheet(Session session) {
        this.session = session;
    }

    Sheet title(String text) {
        title = Columns.clean(text);
        return this;
    }

    /** Left out where there is no value. */
    Sheet line(String name, Object value) {
        if (value != null && !value.toString().isBlank()) {
            lines.add(new String[] {name, Columns.clean(value.toString())});
        }
        return this;
    }

    void print() {
        int name = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        int width = Math.min(READABLE, session.terminal().width()) - INDENT.length() - name - 2;
        session.out().println(title);
        for (String[] line : lines) {
            String before = INDENT + Columns.fill(line[0], name, false) + "  ";
            for (String part : Columns.wrap(line[1], Math.max(20, width))) {
                session.out().println(before + part);
                before = " ".repeat(before.length());
            }
        }
    }
}
