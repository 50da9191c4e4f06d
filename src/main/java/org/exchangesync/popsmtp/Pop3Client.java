package org.exchangesync.popsmtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;

/**
 * One session with a POP3 server, signed in. Methods throw {@link IOException} where the connection is of no more use, and
 * {@link Pop3Refusal} where the server said no and the session goes on. Used by one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1939">RFC 1939: POP3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2449">RFC 2449: CAPA</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2595#section-4">RFC 2595: STLS</a>
 */
final class Pop3Client implements Closeable {
    /** More messages than this in one maildrop are not read at once. */
    private static final int MOST_MESSAGES = 2_000_000;

    private final MailConnection connection;
    private final Map<String, String> capabilities = new HashMap<>();
    private String greeting = "";
    private boolean usable = true;

    /** A message as the server lists it. */
    record Listed(int number, String uid) {}

    private Pop3Client(MailConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects and signs in.
     *
     * @throws TransportException if that isn't possible
     */
    static Pop3Client open(ConnectionSettings settings, Account account, MailboxRef mailbox, WireListener listener) {
        MailServer server = MailServer.incoming(settings);
        Pop3Client client = new Pop3Client(new MailConnection(server, settings, listener));
        String doing = "connecting";
        try {
            client.connection.open();
            client.greet();
            doing = "asking for TLS";
            client.askCapabilities();
            if (server.encryption() == MailServer.Encryption.STARTTLS) {
                client.startTls();
            }
            doing = "signing in";
            client.signIn(account, mailbox);
            return client;
        } catch (IOException e) {
            client.close();
            throw NetworkTrouble.of(server, doing, e);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void greet() throws IOException {
        String line = connection.hear();
        if (isRefusal(line)) {
            throw Pop3Refusal.atSignIn(connection.server(), "anybody", words(line), true, null);
        }
        greeting = words(accepted(line));
    }

    private void askCapabilities() throws IOException {
        capabilities.clear();
        connection.say("CAPA");
        if (isRefusal(connection.hear())) {
            return; // an old server: what it can do is tried
        }
        for (String line = connection.hearItem(); !line.equals("."); line = connection.hearItem()) {
            String[] parts = line.strip().split("\\s+", 2);
            capabilities.put(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
        }
    }

    private void startTls() throws IOException {
        connection.say("STLS");
        String line = connection.hear();
        if (isRefusal(line)) {
            throw new TransportException(
                    "StartTlsMissing",
                    connection.server() + " can't begin TLS (" + words(line)
                            + "), so it is told no password. Use pop3s:// if it speaks TLS from the first byte.",
                    null);
        }
        connection.startTls();
        askCapabilities();
    }

    private void signIn(Account account, MailboxRef mailbox) throws IOException {
        if (account.hasToken()) {
            signInByToken(account, mailbox, true);
            return;
        }
        String user = account.user(mailbox);
        boolean sasl = !capabilities.containsKey("USER") && mechanisms().contains("PLAIN");
        if (sasl) {
            connection.say("AUTH PLAIN");
            continued(user);
            connection.say(account.plain(mailbox), "***");
        } else {
            connection.say("USER " + user);
            checkSignIn(user, connection.hear());
            connection.say("PASS " + account.password(), "PASS ***");
        }
        checkSignIn(user, connection.hear());
    }

    /** The token follows the command on a line of its own, because commands must not be that long (RFC 5034). */
    private void signInByToken(Account account, MailboxRef mailbox, boolean mayRepeat) throws IOException {
        String token = account.token();
        String user = account.user(mailbox);
        connection.say("AUTH XOAUTH2");
        continued(user);
        connection.say(account.bearer(mailbox, token), "***");
        String line = connection.hear();
        if (line.startsWith("+ ")) {
            connection.say(""); // the server told what is wrong, and waits before it refuses
            line = connection.hear();
        }
        if (isRefusal(line) && mayRepeat && account.mayRenew(token)) {
            signInByToken(account, mailbox, false);
            return;
        }
        checkSignIn(user, line);
    }

    private void continued(String user) throws IOException {
        String line = connection.hear();
        checkSignIn(user, line.equals("+") || line.startsWith("+ ") ? "+OK" : line);
    }

    private Set<String> mechanisms() {
        return new HashSet<>(List.of(
                capabilities.getOrDefault("SASL", "").toUpperCase(Locale.ROOT).split("\\s+")));
    }

    private void checkSignIn(String user, String line) throws IOException {
        if (isRefusal(line)) {
            throw Pop3Refusal.atSignIn(
                    connection.server(), user, words(line), capabilities.containsKey("AUTH-RESP-CODE"), delay());
        }
        accepted(line);
    }

    private Duration delay() {
        String told = capabilities.getOrDefault("LOGIN-DELAY", "").split("\\s+")[0];
        return told.matches("\\d{1,6}") ? Duration.ofSeconds(Integer.parseInt(told)) : null;
    }

    /** What the server says about itself. */
    String product() {
        String told = capabilities.getOrDefault("IMPLEMENTATION", "");
        return told.isBlank() ? greeting : told;
    }

    MailServer server() {
        return connection.server();
    }

    /**
     * Number and unique id of each message, in the order of the server.
     *
     * @return null if the server has no unique ids
     */
    List<Listed> uids() throws IOException {
        connection.say("UIDL");
        String line = connection.hear();
        if (isRefusal(line)) {
            Pop3Refusal refusal = Pop3Refusal.of(server(), "asking for the unique ids", words(line));
            if (capabilities.containsKey("UIDL") || !refusal.code().equals(Pop3Refusal.REFUSED)) {
                throw refusal;
            }
            return null;
        }
        accepted(line);
        return items();
    }

    /** Number and size in octets of each message. */
    List<Listed> sizes() throws IOException {
        command("LIST", "asking for the sizes");
        return items();
    }

    private List<Listed> items() throws IOException {
        List<Listed> items = new ArrayList<>();
        for (String line = connection.hearItem(); !line.equals("."); line = connection.hearItem()) {
            items.add(item(line));
            if (items.size() > MOST_MESSAGES) {
                throw new TransportException(
                        TransportException.LIMIT,
                        server() + " lists more than " + MOST_MESSAGES + " messages. Have the mailbox tidied up.",
                        null);
            }
        }
        return items;
    }

    private Listed item(String line) throws IOException {
        String[] parts = line.strip().split("\\s+", 2);
        if (!parts[0].matches("\\d{1,9}")) {
            throw broken(new NotAnAnswerException(line));
        }
        return new Listed(Integer.parseInt(parts[0]), parts.length < 2 ? null : parts[1].strip());
    }

    /**
     * The header of a message.
     *
     * @return false if the server can't give headers alone
     */
    boolean header(int number, OutputStream sink) throws IOException {
        connection.say("TOP " + number + " 0");
        String line = connection.hear();
        if (isRefusal(line)) {
            Pop3Refusal refusal = Pop3Refusal.of(server(), "asking for a header", words(line));
            if (capabilities.containsKey("TOP") || !refusal.code().equals(Pop3Refusal.REFUSED)) {
                throw refusal;
            }
            return false;
        }
        accepted(line);
        text(sink);
        return true;
    }

    /**
     * A whole message.
     *
     * @return how many bytes it has
     */
    long message(int number, OutputStream sink) throws IOException {
        command("RETR " + number, "fetching a message");
        return text(sink);
    }

    private long text(OutputStream sink) throws IOException {
        try {
            return connection.hearText(sink);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Marks a message; it is deleted by {@link #quit}. */
    void delete(int number) throws IOException {
        command("DELE " + number, "marking a message as deleted");
    }

    /** Whether the server and we still mean the same by what is said. */
    boolean isInStep() throws IOException {
        try {
            command("NOOP", "asking whether it is there");
            return true;
        } catch (Pop3Refusal e) {
            return true; // it understood
        } catch (NotAnAnswerException e) {
            return false;
        }
    }

    /** Ends the session; only now what was marked is deleted. */
    void quit() throws IOException {
        command("QUIT", "ending the session");
        close();
    }

    /** Ends the session where nothing depends on it. */
    void leave() {
        if (usable) {
            try {
                quit();
            } catch (IOException | TransportException e) {
                close(); // nothing was marked, so nothing is lost
            }
        }
    }

    private void command(String command, String doing) throws IOException {
        connection.say(command);
        String line = connection.hear();
        if (isRefusal(line)) {
            throw Pop3Refusal.of(server(), doing, words(line));
        }
        accepted(line);
    }

    private String accepted(String line) throws IOException {
        if (!line.regionMatches(true, 0, "+OK", 0, 3)) {
            throw broken(new NotAnAnswerException(line));
        }
        return line;
    }

    private IOException broken(IOException e) {
        usable = false;
        return e;
    }

    private static boolean isRefusal(String line) {
        return line.regionMatches(true, 0, "-ERR", 0, 4);
    }

    private static String words(String line) {
        int blank = line.indexOf(' ');
        return blank < 0 ? "" : line.substring(blank + 1).strip();
    }

    @Override
    public void close() {
        usable = false;
        connection.close();
    }
}
