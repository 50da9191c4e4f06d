package org.exchangesync.popsmtp;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** An SMTP server that takes everything, or does as the script wants. */
public final class ScriptedSmtp extends ScriptedServer {
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private volatile List<String> extensions =
            List.of("SIZE 10000", "8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN XOAUTH2");
    private volatile Script atTheEnd = (command, wire) -> false;

    public ScriptedSmtp() {
        this(null, false);
    }

    public ScriptedSmtp(SSLContext tls, boolean tlsAtOnce) {
        super(tls, tlsAtOnce);
    }

    public void extensions(String... names) {
        extensions = List.of(names);
    }

    /** What happens behind the final dot. */
    public void atTheEnd(Script script) {
        atTheEnd = script;
    }

    /** What was taken, as it came over the wire. */
    public List<String> mails() {
        return mails;
    }

    @Override
    Session session(Wire wire) {
        return new Smtp(wire);
    }

    private final class Smtp implements Session {
        private final Wire wire;

        Smtp(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void greet() throws IOException {
            wire.say("220 scripted.example.org ready");
        }

        @Override
        public boolean answer(String line) throws IOException {
            switch (line.split("[ :]")[0]) {
                case "EHLO" -> {
                    wire.say("250-scripted.example.org");
                    if (canTls()) {
                        wire.say("250-STARTTLS");
                    }
                    for (String extension : extensions) {
                        wire.say("250-" + extension);
                    }
                    wire.say("250 HELP");
                }
                case "STARTTLS" -> {
                    wire.say(canTls() ? "220 go" : "454 no TLS here");
                    if (canTls()) {
                        wire.startTls();
                    }
                }
                case "AUTH" -> wire.say("235 good");
                case "DATA" -> data();
                case "QUIT" -> {
                    wire.say("221 bye");
                    return false;
                }
                default -> wire.say("250 ok");
            }
            return true;
        }

        private void data() throws IOException {
            wire.say("354 go on");
            StringBuilder mail = new StringBuilder();
            for (String line = wire.hear(); !".".equals(line); line = wire.hear()) {
                if (line == null) {
                    return; // cut: nothing was taken
                }
                mail.append(line).append('\n');
            }
            mails.add(mail.toString());
            if (!atTheEnd.answered(".", wire)) {
                wire.say("250 2.0.0 Ok: queued as 4XyZ");
            }
        }
    }
}
