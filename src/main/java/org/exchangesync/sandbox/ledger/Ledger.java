package org.exchangesync.sandbox.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.exchangesync.sandbox.store.Change;
import org.exchangesync.sandbox.store.Journal;

/**
 * Everything that was changed or sent since the mailboxes were filled, one line of JSON each ({@link LedgerEntry}). A line
 * is written while the change is made, and a call that changed something is answered only after its lines are on the
 * disk: whatever a client was told stands in the file, even if the sandbox is killed in the next moment. The reverse does
 * not hold: a killed sandbox may have noted what it told nobody. Threadsafe.
 */
public final class Ledger implements Journal, AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Who is at work on this thread. Mailboxes don't know their callers, and a call stays on its thread. */
    private static final class Origin {
        private static final Origin INSIDE = new Origin("sandbox", null);

        private final String caller;
        private final String operation;
        private boolean wrote;

        Origin(String caller, String operation) {
            this.caller = caller;
            this.operation = operation;
        }
    }

    private final ThreadLocal<Origin> origin = new ThreadLocal<>();
    private final Clock clock;
    private final Lines lines;
    private long seq;

    private Ledger(Clock clock, Lines lines) {
        this.clock = clock;
        this.lines = lines;
        this.seq = lines.last();
    }

    /** The last 10,000 lines, kept in memory. */
    public static Ledger inMemory(Clock clock) {
        return new Ledger(clock, new MemoryLines());
    }

    /**
     * All lines, in a file; one that is there already is continued.
     *
     * @throws IOException when the file cannot be written, or is something else than a ledger
     */
    public static Ledger inFile(Path file, Clock clock) throws IOException {
        return new Ledger(clock, new FileLines(file));
    }

    /**
     * Does something for somebody, and returns when everything that it changed is on the disk.
     *
     * @param operation the EWS operation, or null
     * @throws UncheckedIOException when that is impossible
     */
    public <T> T during(String caller, String operation, Supplier<T> work) {
        Origin mine = new Origin(caller, operation);
        origin.set(mine);
        try {
            return work.get();
        } finally {
            origin.remove();
            if (mine.wrote) {
                force();
            }
        }
    }

    private void force() {
        try {
            lines.force();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    @Override
    public void record(Change change) {
        Origin by = origin.get() == null ? Origin.INSIDE : origin.get();
        synchronized (lines) {
            try {
                byte[] json =
                        JSON.writeValueAsBytes(Entries.of(seq + 1, clock.instant(), by.caller, by.operation, change));
                byte[] line = Arrays.copyOf(json, json.length + 1);
                line[json.length] = '\n';
                lines.append(line);
                seq++;
            } catch (IOException e) {
                throw unwritten(e);
            }
        }
        if (by != Origin.INSIDE) {
            by.wrote = true;
        }
    }

    private static UncheckedIOException unwritten(IOException e) {
        return new UncheckedIOException(
                "the ledger cannot be written, so nothing more is answered as done: " + e.getMessage(), e);
    }

    /** The lines as they are now, as NDJSON; the caller closes the stream. */
    public InputStream open() throws IOException {
        return lines.open();
    }

    /** The lines as they are now. */
    public List<LedgerEntry> entries() {
        List<LedgerEntry> entries = new ArrayList<>();
        try {
            for (String line : lines.all()) {
                entries.add(parse(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be read: " + e.getMessage(), e);
        }
        return entries;
    }

    /** Reads a line, for whoever has the file only. */
    public static LedgerEntry parse(String line) throws JsonProcessingException {
        return JSON.readValue(line, LedgerEntry.class);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be closed: " + e.getMessage(), e);
        }
    }
}
