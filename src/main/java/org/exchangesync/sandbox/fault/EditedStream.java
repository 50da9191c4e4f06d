package org.exchangesync.sandbox.fault;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Changes a document while it is written, so that a long one need not be in memory. */
final class EditedStream extends FilterOutputStream {
    private final Deque<Edit> edits;
    private long position;
    private long dropping;
    private boolean ended;

    EditedStream(OutputStream out, List<Edit> edits) {
        super(out);
        this.edits = new ArrayDeque<>(
                edits.stream().sorted(Comparator.comparingLong(Edit::at)).toList());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end && !ended) {
            while (!edits.isEmpty() && edits.peek().at() <= position && !ended) {
                make(edits.remove());
            }
            long untilNext = edits.isEmpty() ? Long.MAX_VALUE : edits.peek().at() - position;
            int some = (int) Math.min(end - from, untilNext);
            int dropped = (int) Math.min(some, dropping);
            if (!ended) {
                out.write(bytes, from + dropped, some - dropped);
            }
            dropping -= dropped;
            position += some;
            from += some;
        }
    }

    private void make(Edit edit) throws IOException {
        for (long i = 0; i < edit.times(); i++) {
            out.write(edit.insert());
        }
        dropping += edit.drop();
        ended = edit.last();
    }
}
