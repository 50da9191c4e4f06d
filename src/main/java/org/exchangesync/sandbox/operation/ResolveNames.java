package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Finds people by the beginning of a name or address: the mailboxes of the sandbox, which are its directory, and the
 * contacts of the caller.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation">
 * ResolveNames</a>.
 */
final class ResolveNames implements Operation {
    private static final int MOST = 100;

    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        String entry = request.textOf("UnresolvedEntry").orElse("");
        boolean full = "true".equals(request.attribute("ReturnFullContactData"));
        String scope =
                request.attribute("SearchScope") == null ? "ActiveDirectoryContacts" : request.attribute("SearchScope");
        List<Xml> found = new ArrayList<>();
        if (scope.contains("ActiveDirectory")) {
            found.addAll(directory(call, entry, full));
        }
        if (scope.contains("Contacts")) {
            call.own().ifPresent(m -> found.addAll(contacts(call, m, entry, full)));
        }
        List<Xml> shown = found.subList(0, Math.min(MOST, found.size()));
        Xml set = Xml.m("ResolutionSet", shown)
                .with("TotalItemsInView", shown.size())
                .with("IncludesLastItemInRange", found.size() <= MOST);
        if (found.size() > 1) {
            return Responses.warning(
                    "ResolveNames", "ErrorNameResolutionMultipleResults", "Multiple results were found.", set);
        }
        return Responses.one(call, "ResolveNames", null, () -> {
            if (found.isEmpty()) {
                throw new ResponseError("ErrorNameResolutionNoResults", "No results were found.");
            }
            return List.of(set);
        });
    }

    private static List<Xml> directory(Call call, String entry, boolean full) {
        List<Xml> found = new ArrayList<>();
        for (Mailbox mailbox : call.store().mailboxes()) {
            if (matches(entry, mailbox.displayName(), mailbox.address())) {
                Xml contact = Xml.t(
                        "Contact",
                        Xml.t("DisplayName", mailbox.displayName()),
                        Xml.t(
                                "EmailAddresses",
                                Xml.t("Entry", "SMTP:" + mailbox.address()).with("Key", "EmailAddress1")),
                        Xml.t("ContactSource", "ActiveDirectory"));
                found.add(Xml.t(
                        "Resolution",
                        Addresses.mailbox(mailbox.displayName(), mailbox.address()),
                        full ? contact : null));
            }
        }
        return found;
    }

    private static List<Xml> contacts(Call call, Mailbox mailbox, String entry, boolean full) {
        Shape shape = new Shape(Shape.Base.DEFAULT, false, "Text", List.of());
        return mailbox.read(() -> {
            List<Xml> found = new ArrayList<>();
            for (StoredItem item :
                    mailbox.find(WellKnown.CONTACTS).map(Folder::items).orElse(List.of())) {
                String name = item.values().text("contacts:DisplayName").orElse("");
                String address = item.values()
                        .get("contacts:EmailAddresses")
                        .flatMap(Xml::first)
                        .map(Xml::text)
                        .orElse("");
                if (item.content().damage() == null && !address.isEmpty() && matches(entry, name, address)) {
                    Xml person = Addresses.mailbox(name, address);
                    Xml contact = full ? new ItemRenderer(call).whole(ItemView.of(item), shape) : null;
                    found.add(Xml.t("Resolution", person, contact));
                }
            }
            return found;
        });
    }

    private static boolean matches(String entry, String name, String address) {
        String wanted = entry.strip().toLowerCase(Locale.ROOT);
        if (wanted.startsWith("smtp:")) {
            return address.equalsIgnoreCase(wanted.substring(5));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return !wanted.isEmpty()
                && (lower.startsWith(wanted)
                        || lower.contains(" " + wanted)
                        || address.toLowerCase(Locale.ROOT).startsWith(wanted));
    }
}
