package org.exchangesync.ops.socket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.exchangesync.ops.cli.Terminal;

/** Maria at her screen in Berlin, with files in memory; no file has room for more than 300,000 bytes. */
final class TestTerminal implements Terminal {
    final Map<String, byte[]> files = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintWriter out = new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), true);
    private final PrintWriter err = new PrintWriter(new OutputStreamWriter(errors, StandardCharsets.UTF_8), true);

    String output() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    byte[] outputBytes() {
        return bytes.toByteArray();
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
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
        if (!files.containsKey(file)) {
            throw new IOException("there is no file " + file);
        }
        return new ByteArrayInputStream(files.get(file));
    }

    @Override
    public void write(String file, Filler content) throws IOException {
        if (files.containsKey(file)) {
            throw new IOException(file + " is there already");
        }
        ByteArrayOutputStream target = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] b) throws IOException {
                if (size() + b.length > 300_000) {
                    throw new IOException("no space left");
                }
                super.write(b);
            }
        };
        content.writeTo(target);
        files.put(file, target.toByteArray());
    }

    @Override
    public int width() {
        return 90;
    }

    @Override
    public ZoneId zone() {
        return ZoneId.of("Europe/Berlin");
    }

    @Override
    public String user() {
        return "maria";
    }

    @Override
    public void checkPresence() {}
}
