package org.exchangesync.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * One row of the table of faults.
 *
 * @param code a response code, or its beginning; null for exceptions
 * @param prefix whether {@code code} is only the beginning
 * @param exception the name of a class, or null for response codes
 * @param message what the exception's message must contain, or null
 */
record FaultRow(
        String code, boolean prefix, String exception, Pattern message, FaultClass faultClass, FaultAdvice advice) {

    /** What a class means where no row says anything else. */
    static FaultRow standard(FaultClass faultClass) {
        return new FaultRow(null, false, null, null, faultClass, faultClass.advice());
    }

    /**
     * @param where file and line, for the message of an error
     */
    static FaultRow parse(String line, String where) {
        List<String> cells =
                Stream.of(line.split("\\s\\|\\s")).map(String::strip).toList();
        if (cells.size() != 3 && cells.size() != 5) {
            throw new IllegalArgumentException(
                    where + ": a row is 'what | pattern | class' or 'what | pattern | class |"
                            + " cause | cure', with spaces around the bars: " + line);
        }
        FaultClass faultClass = faultClass(cells.get(2), where);
        FaultAdvice advice = cells.size() == 3 ? faultClass.advice() : new FaultAdvice(cells.get(3), cells.get(4));
        String pattern = cells.get(1);
        return switch (cells.get(0)) {
            case "code" ->
                pattern.endsWith("*")
                        ? new FaultRow(pattern.substring(0, pattern.length() - 1), true, null, null, faultClass, advice)
                        : new FaultRow(pattern, false, null, null, faultClass, advice);
            case "exception" -> {
                String[] parts = pattern.split(" ", 2);
                yield new FaultRow(
                        null, false, parts[0], parts.length == 2 ? regex(parts[1], where) : null, faultClass, advice);
            }
            default ->
                throw new IllegalArgumentException(
                        where + ": a row begins with code or exception, not '" + cells.get(0) + "'");
        };
    }

    private static FaultClass faultClass(String word, String where) {
        try {
            return FaultClass.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    where + ": '" + word + "' is no class; allowed are " + Arrays.toString(FaultClass.values()), e);
        }
    }

    private static Pattern regex(String text, String where) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    where + ": '" + text + "' is no regular expression: " + e.getMessage(), e);
        }
    }

    boolean matches(String other) {
        return code != null && (prefix ? other.startsWith(code) : other.equals(code));
    }

    boolean matches(Throwable failure) {
        if (exception == null
                || message != null
                        && !message.matcher(String.valueOf(failure.getMessage()))
                                .find()) {
            return false;
        }
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(exception)) {
                return true;
            }
        }
        return false;
    }
}
