package org.exchangesync.popsmtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exchangesync.item.Content;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;

/**
 * One session with an SMTP server, signed in. Used by one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321: SMTP</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6409">RFC 6409: submission</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4954">RFC 4954: AUTH</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3207">RFC 3207: STARTTLS</a>
 */
final class SmtpClient implements Closeable {
    private final MailConnection connection;
    private final Map<String, String> extensions = new HashMap<>();
    private String greeting = "";

    private SmtpClient(MailConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects and signs in.
     *
     * @throws TransportException if that isn't possible
     */
    static SmtpClient open(ConnectionSettings settings, Account account, MailboxRef mailbox, WireListener listener) {
        MailServer server = MailServer.outgoing(settings);
        SmtpClient client = new SmtpClient(new MailConnection(server, settings, listener));
        String doing = "connecting";
        try {
            client.connection.open();
            SmtpReply first = SmtpReply.hear(client.connection);
            client.greeting = first.lines().get(0);
            client.expect(first, doing);
            doing = "greeting";
            client.hello();
            if (server.encryption() == MailServer.Encryption.STARTTLS) {
                doing = "asking for TLS";
                client.startTls();
                client.hello();
            }
            doing = "signing in as " + account.user(mailbox);
            client.signIn(account, mailbox, doing);
            return client;
        } catch (IOException e) {
            client.close();
            throw NetworkTrouble.of(server, doing, e);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void hello() throws IOException {
        extensions.clear();
        SmtpReply reply = ask("EHLO " + connection.localAddress());
        if (reply.code() == 500 || reply.code() == 502 || reply.code() == 504) {
            expect(ask("HELO " + connection.localAddress()), "greeting");
            return;
        }
        expect(reply, "greeting");
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            String[] parts = line.split("[ =]", 2);
            extensions.put(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1].strip() : "");
        }
    }

    private void startTls() throws IOException {
        SmtpReply reply = ask("STARTTLS");
        if (!reply.isGood()) {
            throw new TransportException(
                    "StartTlsMissing",
                    server() + " can't begin TLS (" + reply
                            + "), so it is told no password. Use smtps:// if it speaks TLS from the first byte.",
                    null);
        }
        connection.startTls();
    }

    private void signIn(Account account, MailboxRef mailbox, String doing) throws IOException {
        if (account.hasToken()) {
            signInByToken(account, mailbox, doing, true);
            return;
        }
        List<String> offered = Arrays.asList(
                extensions.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split("\\s+"));
        SmtpReply reply;
        if (offered.contains("PLAIN")) {
            reply = ask("AUTH PLAIN " + account.plain(mailbox), "AUTH PLAIN ***");
        } else if (offered.contains("LOGIN")) {
            reply = signInByLogin(account, mailbox);
        } else {
            throw noWayToSignIn("PLAIN or LOGIN");
        }
        expect(reply, doing);
    }

    private SmtpReply signInByLogin(Account account, MailboxRef mailbox) throws IOException {
        SmtpReply reply = ask("AUTH LOGIN");
        if (reply.code() == 334) {
            reply = ask(Account.base64(account.user(mailbox)), "***");
        }
        return reply.code() == 334 ? ask(Account.base64(account.password()), "***") : reply;
    }

    private void signInByToken(Account account, MailboxRef mailbox, String doing, boolean mayRepeat)
            throws IOException {
        if (!extensions.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).contains("XOAUTH2")) {
            throw noWayToSignIn("XOAUTH2");
        }
        String token = account.token();
        SmtpReply reply = ask("AUTH XOAUTH2 " + account.bearer(mailbox, token), "AUTH XOAUTH2 ***");
        if (reply.code() == 334) {
            reply = ask(""); // the server told what is wrong, and waits before it refuses
        }
        if (reply.isPermanent() && mayRepeat && account.mayRenew(token)) {
            signInByToken(account, mailbox, doing, false);
            return;
        }
        expect(reply, doing);
    }

    private TransportException noWayToSignIn(String wanted) {
        return new TransportException(
                "SmtpAuthMissing",
                server() + " offers no way to sign in by " + wanted + ", but: "
                        + (extensions.containsKey("AUTH") ? extensions.get("AUTH") : "none")
                        + ". Check port and encryption: many servers let people sign in only on 465 or 587, and under TLS.",
                null);
    }

    MailServer server() {
        return connection.server();
    }

    /** The words of its greeting. */
    String greeting() {
        return greeting;
    }

    boolean offers(String extension) {
        return extensions.containsKey(extension);
    }

    /** The most bytes that the server takes; 0 if it doesn't say. */
    long mostBytes() {
        String told = extensions.getOrDefault("SIZE", "");
        return told.matches("\\d{1,18}") ? Long.parseLong(told) : 0;
    }

    /** Says a command and hears the answer. */
    SmtpReply ask(String command) throws IOException {
        return ask(command, command);
    }

    private SmtpReply ask(String command, String shown) throws IOException {
        connection.say(command, shown);
        return SmtpReply.hear(connection);
    }

    private void expect(SmtpReply reply, String doing) {
        if (!reply.isGood()) {
            throw reply.refusal(server(), doing);
        }
    }

    /**
     * Sends all of a message but the dot that ends it. Until here the server has not taken it.
     *
     * @throws IOException if the connection breaks
     */
    void sendBody(Content message) throws IOException {
        MimeOutput out = new MimeOutput(connection.out(), true);
        copy(message, out);
        out.flush();
    }

    /** Says that the message is over; from the first byte of this on the server may have taken it. */
    SmtpReply endBody() throws IOException {
        OutputStream out = connection.out();
        out.write('.');
        out.write('\r');
        out.write('\n');
        out.flush();
        return SmtpReply.hear(connection);
    }

    /** Passes a message through, to the end of its last line. */
    static void copy(Content message, MimeOutput out) throws IOException {
        try (InputStream in = opened(message)) {
            byte[] buffer = new byte[8192];
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                out.write(buffer, 0, n);
            }
        }
        out.end();
    }

    /** A disk that fails is no trouble of the network. */
    private static InputStream opened(Content message) {
        try {
            return message.open();
        } catch (IOException e) {
            throw new UncheckedIOException("the message can't be read: " + e.getMessage(), e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("the message can't be read: " + e.getMessage(), e);
        }
    }

    /** Ends the session where nothing depends on it. */
    void leave() {
        try {
            ask("QUIT");
        } catch (IOException e) {
            greeting = ""; // the server was faster; there is nothing left to say
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
