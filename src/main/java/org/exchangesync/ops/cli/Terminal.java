package org.exchangesync.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.ZoneId;

/**
 * What a command talks to: the person's screen, files and name. They may be in another process than the operations, so
 * everything goes through here. Used by one thread at a time.
 */
public interface Terminal {
    /** A width that cuts nothing: for files and other programs. */
    int UNLIMITED = Integer.MAX_VALUE;

    /** Results, in UTF-8. */
    PrintWriter out();

    /** The bytes behind {@link #out()}, for contents that are no text; flush that before. */
    OutputStream bytes();

    /** What went wrong, in UTF-8. */
    PrintWriter err();

    /**
     * Opens a file of the person's.
     *
     * @throws IOException with the file's name if it can't be read
     */
    InputStream read(String file) throws IOException;

    /**
     * Makes a file of the person's, readable by nobody else. If the content fails, no file is left.
     *
     * @throws IOException with the file's name if it is there already or can't be written
     */
    void write(String file, Filler content) throws IOException;

    /** How many characters a line may have; {@link #UNLIMITED} where nobody looks at it. */
    int width();

    /** In which times are shown to people. */
    ZoneId zone();

    /** The person's name for the operating system. */
    String user();

    /** Returns if the person is still there, and throws otherwise: to be asked now and then by what takes long. */
    void checkPresence();

    /** Writes a content. */
    @FunctionalInterface
    interface Filler {
        void writeTo(OutputStream target) throws IOException;
    }
}
