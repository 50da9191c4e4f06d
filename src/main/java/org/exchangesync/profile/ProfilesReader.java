package org.exchangesync.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.profile.Declaration.Kind;
import org.exchangesync.transport.ConnectionSettings;

/** Makes profiles and mailboxes of what is declared in several places, and tells what doesn't fit together. */
final class ProfilesReader {
    private static final Map<String, ServerType> SERVER_TYPES =
            ConnectionReader.labels(ServerType.values(), ServerType::label);

    private final ConnectionReader connections;
    private final List<String> problems;
    private final List<YamlMap> profileMaps = new ArrayList<>();
    private final List<YamlMap> mailboxMaps = new ArrayList<>();
    private YamlMap settingsMap;
    private YamlMap defaultsMap;

    ProfilesReader(ConnectionReader connections, List<String> problems) {
        this.connections = connections;
        this.problems = problems;
    }

    /** One thing that was found in a file. */
    record Found(Kind kind, String name, YamlMap map) {}

    /** Adds all that a file declares. */
    List<Found> add(YamlMap root) {
        List<Found> found = new ArrayList<>();
        found(found, Kind.SETTINGS, Kind.SETTINGS.label(), root.map("settings"));
        found(found, Kind.DEFAULTS, Kind.DEFAULTS.label(), root.map("defaults"));
        for (YamlMap map : root.list("profiles")) {
            found(found, Kind.PROFILE, map.required("name"), map);
        }
        for (YamlMap map : root.list("mailboxes")) {
            found(found, Kind.MAILBOX, MailboxReader.address(map, "address", map.required("address")), map);
        }
        root.refuseUnknown();
        found.forEach(one -> add(one.kind(), one.map()));
        return found;
    }

    private static void found(List<Found> found, Kind kind, String name, YamlMap map) {
        if (map != null) {
            found.add(new Found(kind, name, map));
        }
    }

    void add(Kind kind, YamlMap map) {
        if (map == null) {
            return;
        }
        switch (kind) {
            case SETTINGS -> settingsMap = only(settingsMap, map, "settings");
            case DEFAULTS -> defaultsMap = only(defaultsMap, map, "defaults");
            case PROFILE -> profileMaps.add(map);
            case MAILBOX -> mailboxMaps.add(map);
        }
    }

    private YamlMap only(YamlMap before, YamlMap map, String what) {
        if (before != null) {
            problems.add(map.place() + ": '" + what + ":' stands in " + before.place() + " too; keep one of them");
        }
        return map;
    }

    /** All together; null where a problem was told. */
    Profiles profiles() {
        ProfileSettings settings = settings();
        Map<String, EmailServerProfile> profiles = new LinkedHashMap<>();
        EmailServerProfile byDefault = null;
        for (YamlMap map : profileMaps) {
            EmailServerProfile profile = profile(map, settings);
            if (profile != null && profiles.putIfAbsent(profile.name(), profile) != null) {
                map.problem("name", "profile '" + profile.name() + "' stands twice");
            }
            if (profile != null && profile.defaultForNewMailboxes()) {
                if (byDefault != null) {
                    map.problem(
                            "defaultForNewMailboxes",
                            "profile '" + byDefault.name() + "' is that already; there can be one");
                }
                byDefault = profile;
            }
        }
        Map<Mailbox, YamlMap> mailboxes = mailboxes(profiles, byDefault);
        if (defaultsMap != null && !mailboxMaps.isEmpty()) {
            defaultsMap.refuseUnknown();
        }
        MailboxReader.check(
                mailboxes,
                profiles,
                profileMaps.stream().map(map -> map.text("name")).toList());
        return problems.isEmpty()
                ? new Profiles(List.copyOf(profiles.values()), List.copyOf(mailboxes.keySet()), settings)
                : null;
    }

    private Map<Mailbox, YamlMap> mailboxes(Map<String, EmailServerProfile> profiles, EmailServerProfile byDefault) {
        MailboxReader reader = new MailboxReader(connections, profiles);
        Map<String, YamlMap> byAddress = new LinkedHashMap<>();
        Map<Mailbox, YamlMap> mailboxes = new LinkedHashMap<>();
        for (YamlMap map : mailboxMaps) {
            Mailbox mailbox = reader.read(map.orElse(defaultsMap), byDefault);
            YamlMap before = byAddress.putIfAbsent(mailbox.address(), map);
            if (before != null) {
                map.problem("address", "mailbox " + mailbox.address() + " stands twice, also in " + before.place());
            } else {
                mailboxes.put(mailbox, map);
            }
        }
        return mailboxes;
    }

    private ProfileSettings settings() {
        if (settingsMap == null) {
            return ProfileSettings.DEFAULT;
        }
        ProfileSettings settings = new ProfileSettings(
                settingsMap.flag("processOnlyApprovedUsers", false),
                settingsMap.flag("processOnlyApprovedQueues", false),
                settingsMap.text("defaultTenantId"));
        settingsMap.refuseUnknown();
        return settings;
    }

    private EmailServerProfile profile(YamlMap map, ProfileSettings settings) {
        String name = map.required("name");
        ServerType type = map.choice("serverType", SERVER_TYPES, ServerType.EXCHANGE_SERVER);
        AuthenticationMethod method = connections.method(map, type);
        CredentialRetrieval retrieval = connections.retrieval(map, method);
        ConnectionSettings incoming = connections.incoming(map, name, type, method, retrieval, settings);
        ConnectionSettings outgoing = connections.outgoing(map, type, incoming);
        String description = map.text("description");
        String owner = map.text("owner");
        if (owner != null) {
            MailboxReader.address(map, "owner", owner);
        }
        var from = map.instant("processEmailFrom");
        int interval = map.number("minimumPollingInterval", 0, 0, 1440);
        boolean move = map.flag("moveFailedEmailsToUndeliverable", false);
        boolean notify = map.flag("notifyOwner", false);
        if (notify && owner == null) {
            map.problem("notifyOwner", "'notifyOwner: true' needs the 'owner' who gets the mail");
        }
        boolean byDefault = map.flag("defaultForNewMailboxes", false);
        boolean active = map.flag("active", true);
        map.refuseUnknown();
        return incoming == null
                ? null
                : new EmailServerProfile(
                        name,
                        description,
                        owner,
                        type,
                        incoming,
                        outgoing,
                        method,
                        retrieval,
                        from,
                        Duration.ofMinutes(interval),
                        move,
                        notify,
                        byDefault,
                        active);
    }
}
