package org.exchangesync.sandbox.ledger;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in a file that is only ever appended to. A last line without an end was being written when a process died: nobody
 * was answered yet, so it is cut off when the file is opened.
 */
final class FileLines implements Lines {
    private static final Logger LOG = LoggerFactory.getLogger(FileLines.class);
    private static final String BEGINNING = "{\"seq\":";
    private static final Pattern SEQ = Pattern.compile("^" + Pattern.quote(BEGINNING) + "(\\d{1,18}),");
    private static final int LONGEST_LINE = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long last;
    private final Object forcing = new Object();
    private volatile long written;
    private long forced;

    FileLines(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        Files.createDirectories(this.file.getParent());
        this.channel = FileChannel.open(
                this.file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            this.last = resume();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Finds the end of the last whole line, and its number. */
    private long resume() throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - 2L * LONGEST_LINE);
        ByteBuffer tail = ByteBuffer.allocate((int) (size - from));
        while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
            // until all of it is there
        }
        String text = new String(tail.array(), 0, tail.position(), StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n') + 1;
        String whole = text.substring(text.lastIndexOf('\n', end - 2) + 1, end);
        String torn = text.substring(end);
        Matcher seq = SEQ.matcher(whole);
        boolean ours = whole.isEmpty() ? isBeginning(torn) : seq.find();
        if (!ours) {
            throw new IOException(file + " is no ledger: its last line does not begin with " + BEGINNING
                    + "NUMBER,. Name another file, or one that the sandbox wrote");
        }
        if (!torn.isEmpty()) {
            LOG.warn("The last line of the ledger {} was never finished; {} bytes are cut off", file, torn.length());
            channel.truncate(from + end);
        }
        channel.position(from + end);
        written = from + end;
        return whole.isEmpty() ? 0 : Long.parseLong(seq.group(1));
    }

    private static boolean isBeginning(String torn) {
        return torn.startsWith(BEGINNING) || BEGINNING.startsWith(torn);
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public void append(byte[] line) throws IOException {
        if (line.length > LONGEST_LINE) {
            throw new IOException("a line of the ledger " + file + " would have " + line.length
                    + " bytes; the limit is " + LONGEST_LINE);
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                channel.truncate(written); // half a line would spoil the next one
            }
            throw e;
        }
        written += line.length;
    }

    @Override
    public void force() throws IOException {
        long wanted = written;
        synchronized (forcing) {
            // What another thread forced meanwhile needs no second round to the disk.
            if (forced < wanted) {
                long reached = written;
                channel.force(false);
                forced = reached;
            }
        }
    }

    @Override
    public InputStream open() throws IOException {
        return new FirstBytes(Files.newInputStream(file), written);
    }

    @Override
    public List<String> all() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** As much of a growing file as was there at the beginning, so that it ends with a whole line. */
    private static final class FirstBytes extends FilterInputStream {
        private long left;

        FirstBytes(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int b = left == 0 ? -1 : super.read();
            left -= b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }
    }
}
