package org.exchangesync.transport;

import java.util.List;
import java.util.Objects;
import org.exchangesync.item.EmailAddress;

/**
 * What a server said to a mail that it took.
 *
 * @param reply its last reply, such as {@code 250 2.0.0 Ok: queued as 4XyZ}; never null, may be empty
 * @param refused the recipients that it refused although it took the mail for others
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-3.3">RFC 5321, 3.3</a>
 */
public record Submission(String reply, List<RefusedRecipient> refused) {
    public Submission {
        Objects.requireNonNull(reply, "reply");
        refused = List.copyOf(refused);
    }

    /**
     * A recipient that gets nothing.
     *
     * @param address whom the server refused
     * @param reply why, in its words, reply code first
     * @param permanent whether trying again is useless (5yz)
     */
    public record RefusedRecipient(EmailAddress address, String reply, boolean permanent) {}
}
