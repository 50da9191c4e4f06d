package org.exchangesync.failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a failure means, by a table of response codes and exceptions that an administrator can overrule. Threadsafe.
 *
 * <p>The format of the table is told at the head of the built-in one, {@code faults.table}. The first matching row decides,
 * for the outermost exception of the chain that any row matches.
 *
 * @see <a href="https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/responsecode">EWS
 *     response codes</a>
 */
public final class FaultTable {
    private static final String BUILT_IN = "faults.table";
    private static final Logger LOG = LoggerFactory.getLogger(FaultTable.class);

    private final List<FaultRow> rows;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> onUnknown = code -> LOG.warn(
            "The code {} is in no table of faults; it is taken for passing trouble and tried again. Tell what it"
                    + " means by a row in the file that exchangesync.faults names",
            code);

    private FaultTable(List<FaultRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The table that comes with the product. */
    public static FaultTable builtIn() {
        return new FaultTable(builtInRows());
    }

    /**
     * The rows of a file before those that come with the product.
     *
     * @throws IllegalArgumentException with file, line and what is allowed, where a row can't be understood
     */
    public static FaultTable of(Path own) {
        try (Reader reader = Files.newBufferedReader(own)) {
            List<FaultRow> rows = read(reader, own.toString());
            rows.addAll(builtInRows());
            return new FaultTable(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table of faults " + own, e);
        }
    }

    /** Who is told of a code that no row knows, once; the log, if nobody else. */
    public void onUnknown(Consumer<String> listener) {
        onUnknown = listener;
    }

    private static List<FaultRow> builtInRows() {
        try (Reader reader =
                new InputStreamReader(FaultTable.class.getResourceAsStream(BUILT_IN), StandardCharsets.UTF_8)) {
            return read(reader, BUILT_IN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<FaultRow> read(Reader reader, String file) throws IOException {
        List<FaultRow> rows = new ArrayList<>();
        BufferedReader lines = new BufferedReader(reader);
        int number = 0;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    rows.add(FaultRow.parse(line, file + ":" + number));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file + ": behind line " + number + " stands something that is no UTF-8; save the file as UTF-8", e);
        }
        return rows;
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
            Throwable one = cause;
            if (cause instanceof TransportException transport) {
                return fault(
                        transport.code(),
                        ofTransport(transport.code()),
                        transport.getMessage(),
                        transport.backOff().orElse(Duration.ZERO));
            }
            Optional<FaultRow> row = first(candidate -> candidate.matches(one));
            if (row.isPresent()) {
                return fault(cause.getClass().getSimpleName(), row.get(), describe(cause), Duration.ZERO);
            }
        }
        return fault(
                failure.getClass().getSimpleName(),
                FaultRow.standard(duringItem ? FaultClass.ITEM : FaultClass.TRANSIENT),
                describe(failure),
                Duration.ZERO);
    }

    /** What a response code means; one that no row knows counts as passing trouble. */
    public Fault ofCode(String code, String message) {
        return fault(code, ofTransport(code), message, Duration.ZERO);
    }

    /** Whether a row of the table knows a response code. */
    public boolean knows(String code) {
        return first(row -> row.matches(code)).isPresent();
    }

    private FaultRow ofTransport(String code) {
        return first(row -> row.matches(code)).orElseGet(() -> {
            if (unknown.add(code)) {
                onUnknown.accept(code);
            }
            return FaultRow.standard(FaultClass.TRANSIENT);
        });
    }

    private Optional<FaultRow> first(Predicate<FaultRow> wanted) {
        return rows.stream().filter(wanted).findFirst();
    }

    private static Fault fault(String code, FaultRow row, String message, Duration backOff) {
        return new Fault(code, row.faultClass(), message, row.advice(), backOff);
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
