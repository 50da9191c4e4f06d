package org.exchangesync.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.exchangesync.sync.StoreException;

/**
 * Keeps room on the disk of an embedded database: H2 closes its file when a write fails, and only another start opens it again.
 * So nothing more is written while the room gets short, and work goes on when somebody has made room. Threadsafe.
 */
final class DiskRoom {
    private static final long MEGABYTE = 1L << 20;

    private final Path file;
    private final long reserve;
    private final ToLongFunction<Path> usable;

    /**
     * @param file of the database
     * @param reserve bytes that are left free
     * @param usable how many bytes can still be written to the disk of a path
     */
    DiskRoom(Path file, long reserve, ToLongFunction<Path> usable) {
        this.file = file;
        this.reserve = reserve;
        this.usable = usable;
    }

    /** Bytes that can be written where a file is; as many as one likes where the system doesn't tell. */
    static long usable(Path file) {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * @throws StoreException if the room is short
     */
    void require() {
        long left = usable.applyAsLong(file);
        if (left < reserve) {
            throw new StoreException(
                    "only " + left / MEGABYTE + " MB are left on the disk of " + file + ", and " + reserve / MEGABYTE
                            + " MB are kept free there (exchangesync.database.reserve)",
                    null);
        }
    }
}
