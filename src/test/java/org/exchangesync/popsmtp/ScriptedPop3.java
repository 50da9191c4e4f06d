package org.exchangesync.popsmtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** A POP3 server for one mailbox, as RFC 1939 wants it, or as the script wants it. */
public final class ScriptedPop3 extends ScriptedServer {
    private final List<Message> messages = new ArrayList<>();
    private volatile String capabilities = "USER\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nIMPLEMENTATION Scripted 1";

    /** @param octets the size that is told, which may be wrong */
    public record Message(String uid, String text, long octets) {}

    public ScriptedPop3() {
        this(null, false);
    }

    public ScriptedPop3(SSLContext tls, boolean tlsAtOnce) {
        super(tls, tlsAtOnce);
    }

    /** A plain mail of that subject. */
    public static String mail(String subject) {
        return "From: Ben <ben@example.org>\r\nTo: anna@example.org\r\nSubject: " + subject + "\r\nMessage-ID: <"
                + subject.replace(' ', '.') + "@example.org>\r\nDate: Mon, 02 Mar 2026 08:30:00 +0000\r\n\r\nHello "
                + subject
                + ".\r\n";
    }

    public synchronized void put(String uid, String text) {
        put(new Message(uid, text, text.length()));
    }

    public synchronized void put(Message message) {
        messages.add(message);
    }

    public synchronized void remove(String uid) {
        messages.removeIf(message -> uid.equals(message.uid()));
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    public synchronized void clear() {
        messages.clear();
    }

    /** What CAPA lists. */
    public void capabilities(String value) {
        capabilities = value;
    }

    private synchronized void delete(List<Message> gone) {
        messages.removeAll(gone);
    }

    @Override
    Session session(Wire wire) {
        return new Pop3(wire);
    }

    private final class Pop3 implements Session {
        private final Wire wire;
        private final Set<Integer> marked = new HashSet<>();
        private List<Message> seen = List.of();

        Pop3(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void greet() throws IOException {
            wire.say("+OK scripted server ready");
        }

        @Override
        public boolean answer(String line) throws IOException {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "CAPA" -> wire.raw("+OK\r\n" + capabilities + (canTls() ? "\r\nSTLS" : "") + "\r\n.\r\n");
                case "STLS" -> {
                    if (canTls()) {
                        wire.say("+OK");
                        wire.startTls();
                    } else {
                        wire.say("-ERR no TLS here");
                    }
                }
                case "USER" -> wire.say("+OK");
                case "PASS" -> {
                    seen = messages();
                    wire.say(line.equals("PASS secret") ? "+OK" : "-ERR [AUTH] wrong");
                }
                case "UIDL" -> list("UIDL", i -> seen.get(i).uid());
                case "LIST" -> list("LIST", i -> String.valueOf(seen.get(i).octets()));
                case "TOP" -> {
                    String text = message(words[1]).text();
                    int body = text.indexOf("\r\n\r\n");
                    wire.raw("+OK\r\n" + stuffed(text.substring(0, body < 0 ? text.length() : body + 4)) + ".\r\n");
                }
                case "RETR" -> wire.raw("+OK\r\n" + stuffed(message(words[1]).text()) + ".\r\n");
                case "DELE" -> {
                    marked.add(Integer.parseInt(words[1]));
                    wire.say("+OK");
                }
                case "NOOP" -> wire.say("+OK");
                case "QUIT" -> {
                    delete(marked.stream().map(number -> seen.get(number - 1)).toList());
                    wire.say("+OK");
                    return false;
                }
                default -> wire.say("-ERR unknown command");
            }
            return true;
        }

        private Message message(String number) {
            return seen.get(Integer.parseInt(number) - 1);
        }

        private void list(String what, IntFunction<String> value) throws IOException {
            StringBuilder all = new StringBuilder("+OK " + what + "\r\n");
            IntStream.range(0, seen.size())
                    .forEach(i ->
                            all.append(i + 1).append(' ').append(value.apply(i)).append("\r\n"));
            wire.raw(all + ".\r\n");
        }
    }

    private static String stuffed(String text) {
        String dotted = text.startsWith(".") ? "." + text : text;
        return dotted.replace("\r\n.", "\r\n..");
    }
}
