package org.exchangesync.ops.socket;

import java.io.IOException;

/** What a frame holds. The codes are part of the protocol. */
enum FrameType {
    /** Program to client, first of all: the version of the protocol; FAILED and why if it takes no command. */
    HELLO('H'),
    /** Client to program: the {@link Command}. */
    COMMAND('C'),
    /** Program to client: bytes for standard output. */
    OUT('O'),
    /** Program to client: bytes for standard error. */
    ERROR('E'),
    /** Program to client: are you there? Answered by nothing. */
    PRESENCE('K'),
    /** Program to client: open this file of the person's to read. The client answers END, or FAILED and why. */
    OPEN('R'),
    /** Program to client: the next part of the open file, please. The client answers DATA, END or FAILED. */
    NEXT('N'),
    /** Program to client: make this file of the person's. The client answers END, or FAILED and why. */
    MAKE('W'),
    /** A part of a file. */
    DATA('D'),
    /** The end of a file, or simply yes. */
    END('Z'),
    /** It did not work; the reason in words. */
    FAILED('F'),
    /** Program to client, last of all: the exit code. */
    EXIT('X');

    private final char code;

    FrameType(char code) {
        this.code = code;
    }

    byte code() {
        return (byte) code;
    }

    static FrameType of(byte code) throws IOException {
        for (FrameType type : values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new IOException("a frame of type " + code + " is not known here");
    }
}
