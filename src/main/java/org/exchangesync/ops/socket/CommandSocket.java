package org.exchangesync.ops.socket;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Where the socket of a database's file is: in a folder beside it that only its owner can enter. Where that path is longer
 * than an operating system allows for a socket, it is in a folder of the same kind among the temporary files, and a note
 * tells which.
 *
 * @param folder beside the database's file
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/UnixDomainSocketAddress.html">
 *     UnixDomainSocketAddress</a>
 */
public record CommandSocket(Path folder) {
    /** In bytes. Linux allows 107, macOS 103. */
    static final int LONGEST_PATH = 100;

    /** What H2 adds to the name of a file. */
    private static final String ENDING = ".mv.db";

    private static final String NAME = "command.sock";
    private static final String NOTE = "command.sock.at";
    private static final String SHORT_FOLDER = "exchange-sync-";
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");

    /**
     * @param database the file of the database
     */
    public static CommandSocket beside(Path database) {
        Path file = database.toAbsolutePath().normalize();
        String name = file.getFileName().toString();
        String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return new CommandSocket(file.resolveSibling(base + ".socket"));
    }

    /**
     * Makes the folder, throws away what a process left that was killed, and tells where to bind. Only who has the database
     * open may call it: then no other program can be using the socket.
     *
     * @throws IOException with what to do, if nobody could be kept out of it or the folder belongs to somebody else
     */
    UnixDomainSocketAddress prepare() throws IOException {
        makeFolder();
        clear();
        Path socket = folder.resolve(NAME);
        if (length(socket) > LONGEST_PATH) {
            socket = Files.createTempDirectory(SHORT_FOLDER, PosixFilePermissions.asFileAttribute(OWNERS_FOLDER))
                    .toAbsolutePath()
                    .resolve(NAME);
            if (length(socket) > LONGEST_PATH) {
                Files.delete(socket.getParent());
                throw new IOException("the path " + folder.resolve(NAME) + " is longer than the " + LONGEST_PATH
                        + " bytes that a socket's may have, and so is that of the temporary folder " + socket
                        + "; start the program with a shorter one, -Djava.io.tmpdir=/tmp");
            }
            note(socket);
        }
        return UnixDomainSocketAddress.of(socket);
    }

    /**
     * Keeps others out of the socket itself too.
     *
     * @throws IOException if its folder belongs to somebody else than the socket, who could put another in its place
     */
    void bound(UnixDomainSocketAddress address) throws IOException {
        Files.setPosixFilePermissions(address.getPath(), OWNERS_FILE);
        UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        if (!owner(address).equals(owner)) {
            throw new IOException("the folder " + folder + " belongs to " + owner + ", and this program runs as "
                    + owner(address) + "; remove it, or run the program as " + owner);
        }
    }

    /** Where to connect to: there need not be anybody. */
    UnixDomainSocketAddress find() throws IOException {
        Path noted = noted();
        return UnixDomainSocketAddress.of(noted == null ? folder.resolve(NAME) : noted);
    }

    /** Removes what {@link #prepare} made, but for the folder. */
    void clear() throws IOException {
        Path noted = noted();
        if (noted != null && isOurs(noted)) {
            Files.deleteIfExists(noted);
            Files.deleteIfExists(noted.getParent());
        }
        Files.deleteIfExists(folder.resolve(NOTE));
        Files.deleteIfExists(folder.resolve(NAME));
    }

    /** Who made the socket: whoever connects to it trusts this user. */
    static UserPrincipal owner(UnixDomainSocketAddress address) throws IOException {
        return Files.getOwner(address.getPath(), LinkOption.NOFOLLOW_LINKS);
    }

    private void makeFolder() throws IOException {
        if (!Files.getFileStore(folder.getParent()).supportsFileAttributeView(PosixFileAttributeView.class)) {
            throw new IOException("the file system of " + folder.getParent()
                    + " knows no owners and permissions, so nobody could be kept out of a socket there");
        }
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            FileAttribute<?> ownersOnly = PosixFilePermissions.asFileAttribute(OWNERS_FOLDER);
            Files.createDirectory(folder, ownersOnly);
        }
        PosixFileAttributes there = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!there.isDirectory()) {
            throw new IOException(folder + " is no folder; remove it and start again");
        }
        if (!there.permissions().equals(OWNERS_FOLDER)) {
            try {
                Files.setPosixFilePermissions(folder, OWNERS_FOLDER);
            } catch (IOException e) {
                throw new IOException(
                        "others can enter the folder " + folder + ", and it is " + there.owner()
                                + "'s; remove it and start again",
                        e);
            }
        }
    }

    private Path noted() throws IOException {
        try {
            String note = Files.readString(folder.resolve(NOTE)).strip();
            return note.isEmpty() ? null : Path.of(note);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void note(Path socket) throws IOException {
        Path note = folder.resolve(NOTE);
        Files.createFile(note, PosixFilePermissions.asFileAttribute(OWNERS_FILE));
        Files.writeString(note, socket.toString());
    }

    /** Whether a path from the note is one that {@link #prepare} makes: nothing else is removed. */
    private static boolean isOurs(Path noted) {
        Path parent = noted.getParent();
        return parent != null
                && noted.getFileName().toString().equals(NAME)
                && parent.getFileName().toString().startsWith(SHORT_FOLDER);
    }

    private static int length(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
