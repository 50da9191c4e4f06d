package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Small named objects that programs keep in a folder, hidden from users.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/userconfiguration">
 * UserConfiguration</a>.
 */
final class UserConfiguration implements Operation {
    /** What is done with one. */
    private enum Act {
        CREATE("Create"),
        GET("Get"),
        UPDATE("Update"),
        DELETE("Delete");

        private final String verb;

        Act(String verb) {
            this.verb = verb;
        }
    }

    private final Act act;

    private UserConfiguration(Act act) {
        this.act = act;
    }

    static UserConfiguration creating() {
        return new UserConfiguration(Act.CREATE);
    }

    static UserConfiguration getting() {
        return new UserConfiguration(Act.GET);
    }

    static UserConfiguration updating() {
        return new UserConfiguration(Act.UPDATE);
    }

    static UserConfiguration deleting() {
        return new UserConfiguration(Act.DELETE);
    }

    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        return Responses.one(call, act.verb + "UserConfiguration", null, () -> {
            Xml given = request.child("UserConfiguration").orElse(request);
            Xml named = given.child("UserConfigurationName").orElseThrow();
            Folder folder = FolderTargets.in(call, named, "ErrorFolderNotFound");
            String name = named.attribute("Name");
            return folder.mailbox().write(() -> act(folder, name, given, named));
        });
    }

    private List<Xml> act(Folder folder, String name, Xml given, Xml named) {
        Optional<Xml> known = folder.configuration(name);
        if (act == Act.CREATE) {
            if (known.isPresent()) {
                throw new ResponseError("ErrorItemSave", "A user configuration of that name already exists.");
            }
            folder.mailbox().configure(folder, name, given);
            return List.of();
        }
        Xml before = known.orElseThrow(ResponseError::itemNotFound);
        return switch (act) {
            case UPDATE -> {
                folder.mailbox().configure(folder, name, merged(before, given));
                yield List.of();
            }
            case DELETE -> {
                folder.mailbox().configure(folder, name, null);
                yield List.of();
            }
            default ->
                List.of(shown(
                        before, given.textOf("UserConfigurationProperties").orElse("All"), named));
        };
    }

    /** What an update brings replaces what was there; the rest stays. */
    private static Xml merged(Xml before, Xml update) {
        List<Xml> parts = new ArrayList<>(before.children());
        for (Xml part : update.children()) {
            parts.removeIf(p -> p.name().equals(part.name()));
            parts.add(part);
        }
        return before.withChildren(parts);
    }

    private static Xml shown(Xml configuration, String properties, Xml named) {
        List<Xml> parts = new ArrayList<>();
        // By the schema the name is of the types namespace here, and of that of messages in the request.
        parts.add(Xml.t("UserConfigurationName", named.children()).with("Name", named.attribute("Name")));
        for (String part : List.of("Dictionary", "XmlData", "BinaryData")) {
            if (properties.contains("All") || properties.contains(part)) {
                configuration.child(part).ifPresent(parts::add);
            }
        }
        return Xml.m("UserConfiguration", parts);
    }
}
