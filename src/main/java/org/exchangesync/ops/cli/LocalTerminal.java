package org.exchangesync.ops.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.Set;

/** The screen and the files of this process. */
public final class LocalTerminal implements Terminal {
    private final OutputStream bytes;
    private final PrintWriter out;
    private final PrintWriter err;
    private final int width;

    /**
     * @param width how many characters a line may have
     */
    public LocalTerminal(OutputStream out, OutputStream err, int width) {
        this.bytes = new BufferedOutputStream(out);
        this.out = new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
        this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
        this.width = width;
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public OutputStream bytes() {
        return bytes;
    }

    @Override
    public PrintWriter err() {
        return err;
    }

    @Override
    public InputStream read(String file) throws IOException {
        try {
            return Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + Path.of(file).toAbsolutePath(), e);
        } catch (IOException e) {
            throw new IOException("cannot read " + Path.of(file).toAbsolutePath() + ": " + e, e);
        }
    }

    @Override
    public void write(String file, Filler content) throws IOException {
        Path path = Path.of(file).toAbsolutePath();
        try (OutputStream target = Channels.newOutputStream(Files.newByteChannel(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly(path)))) {
            content.writeTo(target);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + " is there already; name another file, or remove it", e);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no folder " + path.getParent(), e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path file) throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            return new FileAttribute<?>[0];
        }
        FileStore store = Files.getFileStore(folder);
        return store.supportsFileAttributeView(PosixFileAttributeView.class)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Override
    public String user() {
        return System.getProperty("user.name", "unknown");
    }

    /** Whoever started this process can end it. */
    @Override
    public void checkPresence() {}
}
