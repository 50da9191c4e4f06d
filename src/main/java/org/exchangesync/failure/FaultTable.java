package org.exchangesync.failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.exchangesync.transport.TransportException;

/**
 * Decides what a failure means, by a table of response codes and exceptions. Threadsafe.
 *
 * <p>A row is {@code what,pattern,class}: {@code code} rows match the code of a {@link TransportException} ({@code *} at
 * the end matches any rest), {@code exception} rows the class name of an exception or of one it extends, optionally
 * followed by a space and a regular expression that its message must contain. The first matching row decides, for the
 * outermost exception of the chain that any row matches.
 *
 * @see <a href="https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/responsecode">EWS
 *     response codes</a>
 */
public final class FaultTable {
    private final List<CodeRow> codes = new ArrayList<>();
    private final List<ExceptionRow> exceptions = new ArrayList<>();

    private record CodeRow(String code, boolean prefix, FaultClass faultClass) {
        boolean matches(String other) {
            return prefix ? other.startsWith(code) : other.equals(code);
        }
    }

    private record ExceptionRow(String className, Pattern message, FaultClass faultClass) {
        boolean matches(Throwable failure) {
            if (message != null
                    && !message.matcher(String.valueOf(failure.getMessage())).find()) {
                return false;
            }
            for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(className)) {
                    return true;
                }
            }
            return false;
        }
    }

    private FaultTable() {}

    /** The table that comes with the product. */
    public static FaultTable builtIn() {
        FaultTable table = new FaultTable();
        try (InputStream in = FaultTable.class.getResourceAsStream("faults.csv");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    table.add(line, "faults.csv:" + number);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String line, String where) {
        String[] cells = line.split(",", 3);
        if (cells.length != 3) {
            throw new IllegalArgumentException(where + ": a row needs three cells, what,pattern,class: " + line);
        }
        String pattern = cells[1].strip();
        FaultClass faultClass = FaultClass.valueOf(cells[2].strip());
        switch (cells[0].strip()) {
            case "code" -> {
                boolean prefix = pattern.endsWith("*");
                codes.add(
                        new CodeRow(prefix ? pattern.substring(0, pattern.length() - 1) : pattern, prefix, faultClass));
            }
            case "exception" -> {
                String[] parts = pattern.split(" ", 2);
                exceptions.add(
                        new ExceptionRow(parts[0], parts.length == 2 ? Pattern.compile(parts[1]) : null, faultClass));
            }
            default -> throw new IllegalArgumentException(where + ": a row begins with code or exception: " + line);
        }
    }

    /**
     * What a failure means. An exception that no row knows is the item's fault while an item was being worked on, and
     * otherwise a passing trouble of the mailbox.
     *
     * @param duringItem whether it happened while one item was being worked on
     */
    public Fault classify(Throwable failure, boolean duringItem) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof TransportException transport) {
                return new Fault(
                        transport.code(),
                        ofCode(transport.code()),
                        transport.getMessage(),
                        transport.backOff().orElse(Duration.ZERO));
            }
            for (ExceptionRow row : exceptions) {
                if (row.matches(cause)) {
                    return new Fault(cause.getClass().getSimpleName(), row.faultClass, describe(cause), Duration.ZERO);
                }
            }
        }
        return new Fault(
                failure.getClass().getSimpleName(),
                duringItem ? FaultClass.ITEM : FaultClass.TRANSIENT,
                describe(failure),
                Duration.ZERO);
    }

    /** The class of a response code; unknown codes count as passing trouble. */
    public FaultClass ofCode(String code) {
        for (CodeRow row : codes) {
            if (row.matches(code)) {
                return row.faultClass;
            }
        }
        return FaultClass.TRANSIENT;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
