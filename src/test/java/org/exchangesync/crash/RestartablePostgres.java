package org.exchangesync.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL of its own that dies as a machine does that loses its power, and comes back at the same address. */
final class RestartablePostgres implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;

    RestartablePostgres(Path folder) throws IOException {
        data = folder.resolve("postgres");
        server = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    TestDatabase database() {
        return TestDatabase.at(server.getJdbcUrl("postgres", "postgres"), "postgres");
    }

    /** SIGKILL for its first process; the others end as soon as they notice. */
    void kill() throws IOException, InterruptedException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        if (new ProcessBuilder("kill", "-9", pid).start().waitFor() != 0) {
            throw new IOException("cannot kill the PostgreSQL with process id " + pid);
        }
        server.close();
    }

    /** It recovers from its log, and answers again. */
    void startAgain() throws IOException {
        server = builder().setPort(server.getPort()).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
