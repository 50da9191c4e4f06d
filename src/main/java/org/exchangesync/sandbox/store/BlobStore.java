package org.exchangesync.sandbox.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides where contents live: small ones in memory, large ones in files of a folder, so that many large attachments
 * don't fill the heap. Threadsafe.
 */
public final class BlobStore {
    private static final int IN_MEMORY = 1 << 18;

    private final AtomicLong counter = new AtomicLong();
    private Path folder;

    /** @param folder where large contents go; null means a temporary folder, made when first needed */
    public BlobStore(Path folder) {
        this.folder = folder;
    }

    /** Keeps bytes; the array belongs to the store from now on. */
    public Blob keep(byte[] bytes) {
        if (bytes.length <= IN_MEMORY) {
            return Blob.of(bytes);
        }
        try {
            Path file = folder().resolve("content-" + counter.incrementAndGet() + ".bin");
            Files.write(file, bytes);
            file.toFile().deleteOnExit();
            return Blob.inFile(file, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot keep a content of " + bytes.length + " bytes", e);
        }
    }

    private synchronized Path folder() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("exchange-sandbox");
            folder.toFile().deleteOnExit();
        }
        return Files.createDirectories(folder);
    }
}
