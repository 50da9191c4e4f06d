package org.exchangesync.sandbox.soap;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.exchangesync.sandbox.store.Account;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;

/**
 * One request on its way through the sandbox.
 *
 * @param account who logged on
 * @param actingAs the mailbox it works with: the impersonated one, else the account's own, or null
 * @param version the schema version that was asked for
 * @param zone the zone of dates that name none
 * @param body the element of the operation
 * @param refusal what is answered instead of doing anything, a {@link SoapFault} or a {@link ResponseError}; usually null
 */
public record Call(
        MailStore store,
        Account account,
        Mailbox actingAs,
        String version,
        ZoneId zone,
        Instant started,
        Xml body,
        RuntimeException refusal) {
    /** The same call, refused as a whole. */
    public Call refused(SoapFault fault) {
        return new Call(store, account, actingAs, version, zone, started, body, fault);
    }

    /** The same call, refused with a response message for each thing that it asks for. */
    public Call refused(ResponseError error) {
        return new Call(store, account, actingAs, version, zone, started, body, error);
    }

    /** The name of the operation, such as {@code SyncFolderItems}. */
    public String operation() {
        return body.name();
    }

    /** The mailbox that the request works with. */
    public Mailbox mailbox() {
        return own().orElseThrow(() -> new ResponseError(
                "ErrorMissingEmailAddress",
                "When making a request as an account that does not have a mailbox, you must specify the mailbox"
                        + " primary SMTP address for any distinguished folder Ids."));
    }

    /** The mailbox that the request works with, if there is one. */
    public Optional<Mailbox> own() {
        return Optional.ofNullable(actingAs);
    }

    public Clock clock() {
        return store.clock();
    }

    /** Whether properties that came with Exchange 2013 may be answered. */
    public boolean is2013() {
        return ServerVersion.is2013(version);
    }

    /** The name that becomes LastModifiedName. */
    public String actor() {
        return actingAs == null ? account.user() : actingAs.displayName();
    }

    @Override
    public String toString() {
        return "Call[" + operation() + ", " + account + (actingAs == null ? "" : ", " + actingAs.address()) + "]";
    }
}
