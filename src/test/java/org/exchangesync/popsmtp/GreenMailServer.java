package org.exchangesync.popsmtp;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;

/** POP3 and SMTP by GreenMail on free ports, without TLS, with accounts whose password is {@value #PASSWORD}. */
public final class GreenMailServer implements AutoCloseable {
    /** Of all accounts. */
    public static final String PASSWORD = "secret";

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)
    });

    public GreenMailServer() {
        server.start();
    }

    /** A mailbox whose user name is its address. */
    public GreenMailUser mailbox(String address) {
        return server.setUser(address, address, PASSWORD);
    }

    public URI pop3() {
        return URI.create("pop3+plain://127.0.0.1:" + server.getPop3().getPort());
    }

    public URI smtp() {
        return URI.create("smtp+plain://127.0.0.1:" + server.getSmtp().getPort());
    }

    /** A connection that signs in as each mailbox. */
    public ConnectionSettings settings() {
        return ConnectionSettings.builder("greenmail", pop3(), new Credentials(Account.MAILBOX, Secret.of(PASSWORD)))
                .outgoingUrl(smtp())
                .allowPlainHttp(true)
                .build();
    }

    /** A message arrives, with the trace of the server that got it last. */
    public void arrive(String address, byte[] mime, Instant received) {
        String trace = "Received: from elsewhere by mail.example.org; "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(received.atOffset(ZoneOffset.UTC)) + "\r\n";
        byte[] head = trace.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + mime.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(mime, 0, all, head.length, mime.length);
        try {
            mailbox(address).deliver(new MimeMessage((Session) null, new ByteArrayInputStream(all)));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many messages lie in the inbox of a mailbox. */
    public int count(String address) {
        try {
            return server.getManagers()
                    .getImapHostManager()
                    .getInbox(mailbox(address))
                    .getMessageCount();
        } catch (com.icegreen.greenmail.store.FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
