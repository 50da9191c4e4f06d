package org.exchangesync.sandbox.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.exchangesync.sandbox.xml.BinarySource;

/** Bytes of a message or attachment: in memory when few, in a file when many (see {@link BlobStore}). Threadsafe. */
public final class Blob implements BinarySource {
    private final byte[] bytes;
    private final Path file;
    private final BinarySource source;
    private final long size;

    private Blob(byte[] bytes, Path file, BinarySource source, long size) {
        this.bytes = bytes;
        this.file = file;
        this.source = source;
        this.size = size;
    }

    /** Bytes in memory; the array belongs to the blob from now on. */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes, null, null, bytes.length);
    }

    /** Bytes that are worked out from something else each time they are read. */
    public static Blob derived(BinarySource source, long size) {
        return new Blob(null, null, source, size);
    }

    static Blob inFile(Path file, long size) {
        return new Blob(null, file, null, size);
    }

    /** Number of bytes. */
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        if (bytes != null) {
            return new ByteArrayInputStream(bytes);
        }
        return file != null ? Files.newInputStream(file) : source.open();
    }

    /** All bytes at once. */
    public byte[] bytes() {
        if (bytes != null) {
            return bytes;
        }
        try (InputStream in = open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read content" + (file == null ? "" : " from " + file), e);
        }
    }
}
