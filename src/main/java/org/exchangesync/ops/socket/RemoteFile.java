package org.exchangesync.ops.socket;

import java.io.IOException;
import java.io.InputStream;
import org.exchangesync.ops.socket.Frames.Frame;

/** A file of the person at the other end, fetched part by part as it is read; the client closes it with the next command. */
final class RemoteFile extends InputStream {
    private final Frames frames;
    private byte[] part = new byte[0];
    private int position;
    private boolean ended;

    RemoteFile(Frames frames) {
        this.frames = frames;
    }

    @Override
    public int read() throws IOException {
        return fetched() ? part[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fetched()) {
            return -1;
        }
        int count = Math.min(length, part.length - position);
        System.arraycopy(part, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fetched() throws IOException {
        while (position == part.length && !ended) {
            frames.send(FrameType.NEXT);
            Frame answer = frames.receive(FrameType.DATA, FrameType.END, FrameType.FAILED);
            switch (answer.type()) {
                case DATA -> {
                    part = answer.bytes();
                    position = 0;
                }
                case END -> ended = true;
                default -> throw new IOException(answer.text());
            }
        }
        return position < part.length;
    }
}
