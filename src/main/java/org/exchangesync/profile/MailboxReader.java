package org.exchangesync.profile;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exchangesync.transport.FolderRef;

/** Reads a mailbox. */
final class MailboxReader {
    private static final Map<String, SyncMethod> METHODS =
            ConnectionReader.labels(SyncMethod.values(), SyncMethod::label);
    private static final Map<String, Approval> APPROVALS = ConnectionReader.labels(Approval.values(), Approval::label);
    private static final Map<String, Regarding.Type> TYPES =
            ConnectionReader.labels(Regarding.Type.values(), Regarding.Type::label);

    private final ConnectionReader connections;
    private final Map<String, EmailServerProfile> profiles;

    /** @param profiles those that could be read */
    MailboxReader(ConnectionReader connections, Map<String, EmailServerProfile> profiles) {
        this.connections = connections;
        this.profiles = profiles;
    }

    /** @param defaultProfile the profile of mailboxes that name none, or null */
    Mailbox read(YamlMap map, EmailServerProfile defaultProfile) {
        String address = address(map, "address", map.required("address"));
        String name = map.text("name");
        String profile = map.text("profile");
        if (profile == null && defaultProfile != null) {
            profile = defaultProfile.name();
        }
        String connectingId = map.text("connectingId");
        Regarding regarding =
                new Regarding(map.choice("regardingType", TYPES, Regarding.Type.USER), map.text("regarding"));
        Mailbox mailbox = new Mailbox(
                address,
                name == null ? address : name,
                optionalAddress(map, "owner"),
                regarding,
                profile == null ? map.required("profile") : profile,
                map.text("fallbackProfile"),
                connectingId == null ? address : connectingId,
                map.choice("incomingEmail", METHODS, SyncMethod.SERVER_SIDE_SYNCHRONIZATION),
                withoutForwarding(map, "outgoingEmail", SyncMethod.SERVER_SIDE_SYNCHRONIZATION),
                appointments(map, regarding, profiles.get(profile)),
                optionalAddress(map, "forwardMailbox"),
                map.flag("deleteEmailsAfterProcessing", false),
                connections.own(map),
                map.choice("approval", APPROVALS, Approval.EMPTY),
                map.instant("processEmailFrom"),
                map.values("folders", MailboxReader::folder));
        if ((mailbox.incomingEmail() == SyncMethod.FORWARD_MAILBOX) != (mailbox.forwardMailbox() != null)) {
            map.problem(
                    "forwardMailbox",
                    "'incomingEmail: forwardMailbox' and the address in 'forwardMailbox' belong together");
        }
        map.refuseUnknown();
        return mailbox;
    }

    /** Queues have email only, and so have mailboxes on servers that know nothing else. */
    private static SyncMethod appointments(YamlMap map, Regarding regarding, EmailServerProfile profile) {
        boolean queue = regarding.type() == Regarding.Type.QUEUE;
        boolean emailOnly = queue || profile != null && profile.serverType() == ServerType.POP3_SMTP;
        SyncMethod method = withoutForwarding(
                map, "appointmentsContactsTasks", emailOnly ? SyncMethod.NONE : SyncMethod.SERVER_SIDE_SYNCHRONIZATION);
        if (queue && method != SyncMethod.NONE) {
            map.problem(
                    "appointmentsContactsTasks",
                    "queues have no appointments, contacts and tasks: allowed is none for 'regardingType: queue'");
        }
        return method;
    }

    private static SyncMethod withoutForwarding(YamlMap map, String field, SyncMethod otherwise) {
        SyncMethod method = map.choice(field, METHODS, otherwise);
        if (method == SyncMethod.FORWARD_MAILBOX) {
            map.problem(field, "'" + field + "' is 'forwardMailbox'; allowed are serverSideSynchronization, none");
        }
        return method;
    }

    private static String optionalAddress(YamlMap map, String field) {
        String text = map.text(field);
        return text == null ? null : address(map, field, text);
    }

    static String address(YamlMap map, String field, String text) {
        String address = text.toLowerCase(Locale.ROOT);
        if (!address.isEmpty() && (address.indexOf('@') < 1 || address.endsWith("@"))) {
            map.problem(field, "'" + address + "' is no mail address");
        }
        return address;
    }

    /** A further folder: below one of those that are read anyhow. */
    private static FolderRef folder(String text) {
        FolderRef folder = FolderRef.parse(text);
        boolean below = folder.isPath()
                && switch (folder.wellKnown()) {
                    case INBOX, CALENDAR, CONTACTS, TASKS -> true;
                    default -> false;
                };
        if (!below) {
            throw new IllegalArgumentException("'" + text
                    + "' is not below Inbox, Calendar, Contacts or Tasks; name a folder such as Inbox/Projects");
        }
        return folder;
    }

    /** The other mailboxes of its profile that are read. */
    private static Set<String> othersOf(Set<Mailbox> all, Mailbox mailbox, String profile) {
        return all.stream()
                .filter(other -> other != mailbox
                        && (other.profile().equals(profile) || profile.equals(other.fallbackProfile()))
                        && other.serves(Direction.INCOMING))
                .map(Mailbox::address)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What holds between mailboxes and profiles.
     *
     * @param profiles those that could be read
     * @param names of all profiles
     */
    static void check(Map<Mailbox, YamlMap> mailboxes, Map<String, EmailServerProfile> profiles, List<String> names) {
        List<String> addresses =
                mailboxes.keySet().stream().map(Mailbox::address).toList();
        mailboxes.forEach((mailbox, map) -> {
            EmailServerProfile profile = profiles.get(mailbox.profile());
            if (profile == null) {
                if (!mailbox.profile().isEmpty() && !names.contains(mailbox.profile())) {
                    map.problem(
                            "profile",
                            "there is no profile '" + mailbox.profile() + "'; there are "
                                    + names.stream().filter(Objects::nonNull).collect(Collectors.joining(", ")));
                }
                return;
            }
            if (profile.serverType() == ServerType.POP3_SMTP) {
                MailServerReader.check(mailbox, profile, othersOf(mailboxes.keySet(), mailbox, profile.name()), map);
            }
            Optional<EmailServerProfile> fallback = fallback(mailbox, map, profile, profiles, names);
            fallback.filter(second -> second.serverType() == ServerType.POP3_SMTP)
                    .ifPresent(second -> MailServerReader.check(
                            mailbox.fallenBack(second, Instant.EPOCH),
                            second,
                            othersOf(mailboxes.keySet(), mailbox, second.name()),
                            map));
            EmailServerProfile own = Stream.of(Optional.of(profile), fallback)
                    .flatMap(Optional::stream)
                    .filter(one -> one.credentials() == CredentialRetrieval.USER_OR_QUEUE)
                    .findFirst()
                    .orElse(null);
            if (own != null && mailbox.credentials() == null) {
                map.problem(
                        "username",
                        "'username' and 'password' are missing: profile '" + own.name()
                                + "' has 'credentials: userOrQueue'");
            } else if (own == null && mailbox.credentials() != null) {
                map.problem(
                        "username",
                        "profile '" + profile.name()
                                + "' signs in with its own account; give it 'credentials: userOrQueue' to use this one");
            }
            if (mailbox.forwardMailbox() != null && !addresses.contains(mailbox.forwardMailbox())) {
                map.problem("forwardMailbox", "there is no mailbox " + mailbox.forwardMailbox());
            }
        });
    }

    /** The second profile, if the mailbox has one: it has to reach the mailbox another way than the first. */
    private static Optional<EmailServerProfile> fallback(
            Mailbox mailbox,
            YamlMap map,
            EmailServerProfile first,
            Map<String, EmailServerProfile> profiles,
            List<String> names) {
        String name = mailbox.fallbackProfile();
        if (name == null) {
            return Optional.empty();
        }
        EmailServerProfile second = profiles.get(name);
        if (second == null && !names.contains(name)) {
            map.problem("fallbackProfile", "there is no profile '" + name + "'");
        } else if (second != null
                && second.serverType().transport().equals(first.serverType().transport())) {
            map.problem(
                    "fallbackProfile",
                    "profiles '" + first.name() + "' and '" + name
                            + "' reach mailboxes the same way; the second one has to"
                            + " go another: 'serverType: pop3Smtp' beside an Exchange server");
        }
        return Optional.ofNullable(second);
    }
}
