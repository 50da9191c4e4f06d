package org.exchangesync.profile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file that is read field by field and remembers where each stands, so that a mistake is told with its
 * line. Mistakes are collected, so that an administrator sees all at once.
 */
final class YamlMap {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{[^}]+}}");

    private final String file;
    private final Node node;
    private final List<String> problems;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();
    private YamlMap defaults;

    YamlMap(String file, Node node, List<String> problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (fields.put(key, tuple.getValueNode()) != null) {
                    problem(tuple.getKeyNode(), "'" + key + "' stands twice");
                }
            }
        } else {
            problem(node, "a mapping of 'field: value' lines is wanted here");
        }
    }

    /** Takes what isn't said here from another mapping. */
    YamlMap orElse(YamlMap others) {
        defaults = others;
        return this;
    }

    /** Where it begins, for messages. */
    String place() {
        return file + line(node);
    }

    private Node value(String field) {
        known.add(field);
        Node value = fields.get(field);
        return value == null && defaults != null ? defaults.fields.get(field) : value;
    }

    /** Whether it is said here, or in what stands for it otherwise. */
    boolean has(String field) {
        return value(field) != null;
    }

    /** The mapping of a field, or null if it isn't there. */
    YamlMap map(String field) {
        Node value = value(field);
        return value == null ? null : new YamlMap(file, value, problems);
    }

    /** The text of a field that refers to a secret, or null if it isn't there. */
    String reference(String field) {
        String text = text(field);
        if (text != null && !REFERENCE.matcher(text).find()) {
            problem(
                    field,
                    "'" + field + "' holds the secret itself, for all who can read this; write where it is kept:"
                            + " \"{{env:NAME}}\", \"{{file:/path}}\" or \"{{stored:name}}\" (exchange-sync secrets)");
        }
        return text;
    }

    /** All that is said here, ordered by field; the same for any way of writing it. */
    Map<String, Object> plain() {
        Map<String, Object> plain = new TreeMap<>();
        fields.forEach((field, value) -> plain.put(field, plain(value)));
        return plain;
    }

    private Object plain(Node value) {
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::plain).toList();
        }
        return value instanceof ScalarNode scalar
                ? scalar.getValue().strip()
                : new YamlMap(file, value, new ArrayList<>()).plain();
    }

    /** The text of a field, or null if it isn't there. */
    String text(String field) {
        Node value = value(field);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue().isBlank() ? null : scalar.getValue().strip();
        }
        problem(value, "'" + field + "' wants a single value");
        return null;
    }

    /** The text of a field that must be there; an empty text (and a problem) if it isn't. */
    String required(String field) {
        String text = text(field);
        if (text == null) {
            problem(node, "'" + field + "' is missing");
            return "";
        }
        return text;
    }

    boolean flag(String field, boolean otherwise) {
        String text = text(field);
        if (text == null) {
            return otherwise;
        }
        if (!text.equals("true") && !text.equals("false")) {
            problem(at(field), "'" + field + "' is '" + text + "'; allowed are true and false");
        }
        return text.equals("true");
    }

    int number(String field, int otherwise, int least, int most) {
        String text = text(field);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        problem(at(field), "'" + field + "' is '" + text + "'; allowed are " + least + " to " + most);
        return otherwise;
    }

    <E extends Enum<E>> E choice(String field, Map<String, E> choices, E otherwise) {
        String text = text(field);
        if (text == null) {
            return otherwise;
        }
        E choice = choices.get(text);
        if (choice == null) {
            problem(at(field), "'" + field + "' is '" + text + "'; allowed are " + String.join(", ", choices.keySet()));
            return otherwise;
        }
        return choice;
    }

    /** A point in time ({@code 2026-01-31T08:00:00Z}) or a day ({@code 2026-01-31}, midnight UTC); null if not there. */
    Instant instant(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            problem(
                    at(field),
                    "'" + field + "' is '" + text + "'; allowed is a day like 2026-01-31 or a time like"
                            + " 2026-01-31T08:00:00Z");
            return null;
        }
    }

    /** The mappings of a list field; none if it isn't there. */
    List<YamlMap> list(String field) {
        List<YamlMap> maps = new ArrayList<>();
        Node value = value(field);
        if (value instanceof SequenceNode sequence) {
            sequence.getValue().forEach(entry -> maps.add(new YamlMap(file, entry, problems)));
        } else if (value != null) {
            problem(value, "'" + field + "' wants a list: lines that begin with '- '");
        }
        return maps;
    }

    /**
     * The values of a list field, each made of its text; none if it isn't there.
     *
     * @param parser throws {@link IllegalArgumentException} with a message for the administrator
     */
    <T> List<T> values(String field, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        Node value = value(field);
        if (value instanceof SequenceNode sequence) {
            for (Node entry : sequence.getValue()) {
                try {
                    values.add(parser.apply(entry instanceof ScalarNode scalar ? scalar.getValue() : ""));
                } catch (IllegalArgumentException e) {
                    problem(entry, "'" + field + "': " + e.getMessage());
                }
            }
        } else if (value != null) {
            problem(value, "'" + field + "' wants a list: lines that begin with '- '");
        }
        return values;
    }

    /** Says what was never asked for; call when all fields were read. */
    void refuseUnknown() {
        if (defaults != null) {
            defaults.known.addAll(known);
        }
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                problem(value, "'" + name + "' is not known here; known are " + String.join(", ", known));
            }
        });
    }

    /** Notes a mistake at a field's line, or at the mapping's if the field isn't there. */
    void problem(String field, String text) {
        problem(at(field), text);
    }

    private Node at(String field) {
        Node value = value(field);
        return value == null ? node : value;
    }

    private void problem(Node at, String text) {
        problems.add(file + line(at) + ": " + text);
    }

    private static String line(Node at) {
        return at.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }
}
