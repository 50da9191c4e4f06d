package org.exchangesync.check;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Transport;
import org.exchangesync.transport.TransportException;

/**
 * Who synchronises a mailbox: a marker in the mailbox itself names the installation, so that two of them never work on the
 * same one. Threadsafe.
 */
public final class Ownership {
    /** The code where another installation has the mailbox. */
    public static final String OWNED_ELSEWHERE = "OwnedElsewhere";

    private static final String SEPARATOR = ";";

    private final Supplier<String> installation;

    /** @param installation the id of this one */
    public Ownership(Supplier<String> installation) {
        this.installation = installation;
    }

    /**
     * Makes sure that no other installation has the mailbox.
     *
     * @throws TransportException {@link #OWNED_ELSEWHERE} if one has
     */
    public void refuseOthers(Transport transport, MailboxRef mailbox) {
        Optional<String> mark = transport.marker().flatMap(marker -> marker.read(mailbox));
        if (mark.isPresent() && !isMine(mark.get())) {
            throw new TransportException(
                    OWNED_ELSEWHERE,
                    "Mailbox " + mailbox.address() + " is synchronised by another installation (" + describe(mark.get())
                            + "). Test and enable it with --take-over to have it here only.",
                    null);
        }
    }

    /** Whether the mailbox carries this installation's mark. */
    public boolean isMarked(Transport transport, MailboxRef mailbox) {
        return transport
                .marker()
                .flatMap(marker -> marker.read(mailbox))
                .filter(this::isMine)
                .isPresent();
    }

    /** Marks the mailbox as this installation's, whoever had it before. */
    public void take(Transport transport, MailboxRef mailbox, Instant now) {
        transport.marker().ifPresent(marker -> {
            if (marker.read(mailbox).filter(this::isMine).isEmpty()) {
                marker.write(mailbox, installation.get() + SEPARATOR + now);
            }
        });
    }

    private boolean isMine(String mark) {
        return mark.split(SEPARATOR, 2)[0].equals(installation.get());
    }

    private static String describe(String mark) {
        String[] parts = mark.split(SEPARATOR, 2);
        return parts[0] + (parts.length == 2 ? " since " + parts[1] : "");
    }
}
