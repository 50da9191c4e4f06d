package org.exchangesync.sandbox.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines, for as long as the process lives; older ones are forgotten, so that memory stays bounded. */
final class MemoryLines implements Lines {
    private static final int KEPT = 10_000;

    private final Deque<byte[]> lines = new ArrayDeque<>();

    @Override
    public long last() {
        return 0;
    }

    @Override
    public synchronized void append(byte[] line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    @Override
    public void force() {
        // Nothing here outlives the process.
    }

    @Override
    public synchronized InputStream open() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(all::writeBytes);
        return new ByteArrayInputStream(all.toByteArray());
    }

    @Override
    public synchronized List<String> all() {
        return lines.stream().map(l -> new String(l, StandardCharsets.UTF_8)).toList();
    }

    @Override
    public void close() {
        // Nothing to give back.
    }
}
