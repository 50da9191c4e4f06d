package org.exchangesync.item;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Collects bytes of unknown number into a {@link Content}: in memory up to a threshold, beyond it in a spool file. Used by
 * one thread. Closing it without asking for the content throws the bytes away.
 */
public final class ContentWriter extends OutputStream {
    private final int threshold;
    private final Path directory;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Path file;
    private OutputStream spool;
    private boolean taken;

    /**
     * @param threshold more bytes than this go to a file; 0 spools from the first byte
     * @param directory where the file is made; made itself when the first file is needed
     */
    public ContentWriter(int threshold, Path directory) {
        this.threshold = threshold;
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (spool == null && memory.size() + (long) length > threshold) {
            Files.createDirectories(directory);
            file = Files.createTempFile(directory, "content-", ".spool");
            spool = Files.newOutputStream(file);
            memory.writeTo(spool);
            memory = null;
        }
        if (spool != null) {
            spool.write(bytes, offset, length);
        } else {
            memory.write(bytes, offset, length);
        }
    }

    /** All that was written; the writer is at its end, and the content belongs to the caller. */
    public Content content() throws IOException {
        if (spool == null) {
            return Content.of(memory.toByteArray());
        }
        spool.close();
        Content content = Content.spooled(file);
        taken = true;
        return content;
    }

    @Override
    public void close() throws IOException {
        if (spool != null && !taken) {
            spool.close();
            Files.deleteIfExists(file);
        }
    }
}
