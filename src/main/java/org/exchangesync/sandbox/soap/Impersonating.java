package org.exchangesync.sandbox.soap;

import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.store.Account;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Finds out whose mailbox a request works with.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/connectingsid">ConnectingSID</a>.
 */
final class Impersonating {
    private Impersonating() {}

    /** The mailbox of an account without impersonation, or null when it has none. */
    static Mailbox self(MailStore store, Account account) {
        return account.mailbox() == null
                ? null
                : store.byPrimaryAddress(account.mailbox()).orElse(null);
    }

    /** The mailbox that an ExchangeImpersonation header names. */
    static Mailbox other(MailStore store, Account account, Xml header) {
        List<Xml> names = header.child("ConnectingSID").map(Xml::children).orElse(List.of());
        if (names.size() != 1 || names.get(0).text().isBlank()) {
            throw new SoapFault(
                    "ErrorInvalidExchangeImpersonationHeaderData",
                    "ExchangeImpersonation must have exactly one of PrincipalName, SID, PrimarySmtpAddress and"
                            + " SmtpAddress.");
        }
        if (!account.impersonation().granted()) {
            throw new SoapFault(
                    "ErrorImpersonationDenied",
                    "The account " + account.user() + " does not have permission to impersonate on this server.");
        }
        Mailbox target = find(store, names.get(0).name(), names.get(0).text().strip());
        if (!account.impersonation().covers(target.address())) {
            throw new SoapFault(
                    "ErrorImpersonateUserDenied",
                    "The account does not have permission to impersonate the requested user.");
        }
        return target;
    }

    private static Mailbox find(MailStore store, String by, String value) {
        return switch (by) {
            case "PrimarySmtpAddress" -> store.byPrimaryAddress(value).orElseThrow(() -> notPrimary(store, value));
            case "SmtpAddress" -> store.byAnyAddress(value).orElseThrow(Impersonating::nonExistent);
            case "PrincipalName" ->
                store.byPrimaryAddress(value)
                        .orElseThrow(() -> new SoapFault(
                                "ErrorInvalidUserPrincipalName", "The user principal name (UPN) isn't valid."));
            case "SID" ->
                store.mailboxes().stream()
                        .filter(m -> sid(m).equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> new SoapFault("ErrorInvalidSid", "The SID isn't valid."));
            default ->
                throw new SoapFault(
                        "ErrorInvalidExchangeImpersonationHeaderData", "ConnectingSID doesn't know " + by + ".");
        };
    }

    /** The made-up but stable security identifier of a mailbox's user. */
    static String sid(Mailbox mailbox) {
        return "S-1-5-21-1004336348-1177238915-682003330-"
                + (1000 + (mailbox.guid().getLeastSignificantBits() & 0xFFFFFF));
    }

    private static SoapFault notPrimary(MailStore store, String value) {
        Optional<Mailbox> owner = store.byAnyAddress(value);
        return owner.isEmpty()
                ? nonExistent()
                : new SoapFault(
                        "ErrorNonPrimarySmtpAddress",
                        "The primary SMTP address must be specified when referencing a mailbox.",
                        List.of(Xml.t("Value", owner.get().address()).with("Name", "Primary")));
    }

    private static SoapFault nonExistent() {
        return new SoapFault("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.");
    }
}
