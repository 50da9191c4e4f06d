package org.exchangesync.ops.socket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that is handed over, and what there is to know of the person who gave it.
 *
 * @param arguments the command line
 * @param user the person's name for the operating system
 * @param zone in which times are shown
 * @param width how many characters a line may have
 */
record Command(List<String> arguments, String user, ZoneId zone, int width) {
    private static final int MOST_ARGUMENTS = 1000;

    Command {
        arguments = List.copyOf(arguments);
    }

    byte[] write() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeInt(width);
        text(data, user);
        text(data, zone.getId());
        data.writeInt(arguments.size());
        for (String argument : arguments) {
            text(data, argument);
        }
        if (bytes.size() > Frames.MOST_COMMAND_BYTES || arguments.size() > MOST_ARGUMENTS) {
            throw new IOException("the command is too long: " + arguments.size() + " arguments, " + bytes.size()
                    + " bytes. At most " + MOST_ARGUMENTS + " and " + Frames.MOST_COMMAND_BYTES
                    + " are taken; give it in parts");
        }
        return bytes.toByteArray();
    }

    static Command read(byte[] bytes) throws IOException {
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes));
        int width = data.readInt();
        String user = text(data);
        ZoneId zone = zone(text(data));
        int count = data.readInt();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new IOException("a command of " + count + " arguments is not taken");
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(text(data));
        }
        return new Command(arguments, user, zone, width);
    }

    private static void text(DataOutputStream data, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static String text(DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < 0 || length > data.available()) {
            throw new IOException("a text of " + length + " bytes is not in this command");
        }
        return new String(data.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static ZoneId zone(String id) throws IOException {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new IOException("'" + id + "' is no time zone", e);
        }
    }
}
