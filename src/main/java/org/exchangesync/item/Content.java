package org.exchangesync.item;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Bytes that may be too many for memory: held in an array when small, in a spool file when large. It can be read any
 * number of times until it is closed; closing deletes the spool file. Threadsafe.
 */
public final class Content implements AutoCloseable {
    private final byte[] bytes;
    private final Path file;
    private final long size;
    private volatile String sha256;

    private Content(byte[] bytes, Path file, long size) {
        this.bytes = bytes;
        this.file = file;
        this.size = size;
    }

    /** Content in memory; the array is not copied and must not be changed afterwards. */
    public static Content of(byte[] bytes) {
        return new Content(Objects.requireNonNull(bytes, "bytes"), null, bytes.length);
    }

    /** Content in a file that belongs to this object from now on. */
    public static Content spooled(Path file) throws IOException {
        return new Content(null, file, Files.size(file));
    }

    /** Number of bytes. */
    public long size() {
        return size;
    }

    /** Whether the bytes are in a file rather than in memory. */
    public boolean isSpooled() {
        return file != null;
    }

    /** A new stream over all bytes; the caller closes it. */
    public InputStream open() throws IOException {
        return bytes != null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
    }

    /** All bytes at once: for small contents and tests. */
    public byte[] toByteArray() throws IOException {
        return bytes != null ? bytes.clone() : Files.readAllBytes(file);
    }

    /** The SHA-256 of the bytes in lower-case hexadecimal: equal contents have equal digests. */
    public String sha256() {
        String known = sha256;
        if (known == null) {
            known = digest();
            sha256 = known;
        }
        return known;
    }

    private String digest() {
        try (InputStream in = open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read spooled content " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete spool file " + file, e);
            }
        }
    }

    @Override
    public String toString() {
        return "Content[" + size + " bytes" + (file != null ? " spooled" : "") + "]";
    }
}
