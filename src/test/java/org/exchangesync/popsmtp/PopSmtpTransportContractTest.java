package org.exchangesync.popsmtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportContract;
import org.exchangesync.transport.WellKnownFolder;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.AfterEach;

/** The contract of all transports, over POP3 and SMTP of GreenMail. */
class PopSmtpTransportContractTest extends TransportContract {
    private final GreenMailServer server = new GreenMailServer();
    private final Transport transport = new PopSmtpTransport(server.settings(), WireListener.NONE, Clock.systemUTC());
    private final Set<String> known = new HashSet<>();

    PopSmtpTransportContractTest() {
        server.mailbox(ANNA.address());
        server.mailbox(BEN.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Transport transport() {
        return transport;
    }

    @Override
    protected ItemId arrive(Email mail) {
        try {
            return arrive(mail.original().toByteArray(), mail.receivedAt(), mail.messageId());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ItemId arrive(byte[] mime, Instant received, String messageId) {
        server.arrive(ANNA.address(), mime, received);
        List<ItemId> found = transport.find(
                ANNA, ItemKind.EMAIL, FolderRef.of(WellKnownFolder.INBOX), FindQuery.byMessageId(messageId));
        return found.stream().filter(id -> known.add(id.id())).findFirst().orElseThrow();
    }

    @Override
    protected void markRead(ItemId id) {
        throw new UnsupportedOperationException("POP3 knows no read flags");
    }

    /** More parts than any mail has a reason for. */
    @Override
    protected ItemId arriveUnreadable() {
        String part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
        String mime = "From: ben@example.org\r\nMessage-ID: <parts@example.org>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(1_100) + "--b--\r\n";
        return arrive(
                mime.getBytes(StandardCharsets.US_ASCII), Instant.parse("2026-03-02T08:30:00Z"), "<parts@example.org>");
    }

    @Override
    protected String codeOfAMissingMailbox() {
        return "Pop3Auth"; // a server that told more would tell guessers which mailboxes it has
    }
}
