package org.exchangesync.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.exchangesync.ops.cli.CommandRunner;
import org.exchangesync.ops.socket.CommandServer;
import org.exchangesync.ops.socket.CommandSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets commands in while this process has an embedded database open. */
final class CommandEntrance {
    private static final Logger LOG = LoggerFactory.getLogger(CommandEntrance.class);

    private CommandEntrance() {}

    /** Opens the socket beside the file; if it can't, the program goes on without. */
    static Optional<AutoCloseable> open(Path database, CommandRunner commands) {
        try {
            return Optional.of(CommandServer.open(CommandSocket.beside(database), commands));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("The command exchange-sync can't be used while this program runs: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
