package org.exchangesync.sandbox.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where the lines of a ledger are kept. {@link #append} is called by one thread at a time, the rest by any. */
interface Lines extends AutoCloseable {
    /** The number of the last line that is there. */
    long last();

    /** Adds a line, given with its end. */
    void append(byte[] line) throws IOException;

    /** Returns once every line that was added before the call would survive the end of the process and of the machine. */
    void force() throws IOException;

    /** All lines as they are now, as NDJSON. */
    InputStream open() throws IOException;

    /** The lines, one element each. */
    List<String> all() throws IOException;

    @Override
    void close() throws IOException;
}
