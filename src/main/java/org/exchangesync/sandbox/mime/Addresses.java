package org.exchangesync.sandbox.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;
import org.exchangesync.sandbox.xml.Xml;

/** People between message headers ({@code "Anna" <anna@example.org>}) and the Mailbox element of EWS. */
public final class Addresses {
    private Addresses() {}

    /** A Mailbox element. */
    public static Xml mailbox(String name, String address) {
        String shown = name == null || name.isBlank() ? address : name.strip();
        return Xml.t(
                "Mailbox",
                Xml.t("Name", shown),
                Xml.t("EmailAddress", address),
                Xml.t("RoutingType", "SMTP"),
                Xml.t("MailboxType", "Mailbox"));
    }

    /** The Mailbox elements of an address header; what cannot be read as an address is left out. */
    public static List<Xml> read(String header) {
        List<Xml> found = new ArrayList<>();
        // The parser decodes encoded words itself, after it has cut at commas. Given a string instead of bytes, it
        // counts
        // characters where it should count bytes, and cuts the end off.
        ByteSequence bytes = ContentUtil.encode(StandardCharsets.UTF_8, header);
        for (Mailbox mailbox : LenientAddressParser.DEFAULT
                .parseAddressList(bytes, new ParserCursor(0, bytes.length()))
                .flatten()) {
            if (mailbox.getLocalPart() != null && !mailbox.getLocalPart().isBlank()) {
                found.add(mailbox(mailbox.getName(), mailbox.getAddress()));
            }
        }
        return found;
    }

    /** The header text of Mailbox elements. */
    public static String header(List<Xml> mailboxes) {
        List<String> written = new ArrayList<>();
        for (Xml mailbox : mailboxes) {
            String address = mailbox.textOf("EmailAddress").orElse("");
            Optional<String> name = mailbox.textOf("Name").filter(n -> !n.isBlank() && !n.equals(address));
            written.add(name.map(n -> EncoderUtil.encodeAddressDisplayName(n) + " <" + address + ">")
                    .orElse(address));
        }
        return String.join(",\r\n ", written);
    }

    /** The names that clients show for a list of recipients. */
    public static String display(List<Xml> mailboxes) {
        return String.join(
                "; ",
                mailboxes.stream()
                        .map(m ->
                                m.textOf("Name").orElse(m.textOf("EmailAddress").orElse("")))
                        .toList());
    }
}
