package org.exchangesync.profile;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Connections;
import org.exchangesync.transport.MailboxRef;

/** All profiles and mailboxes that are configured. Immutable; checked to fit together. */
public final class Profiles implements Connections {
    private final Map<String, EmailServerProfile> profiles = new LinkedHashMap<>();
    private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
    private final Map<String, Map<String, Mailbox>> forwarding = new LinkedHashMap<>();
    private final ProfileSettings settings;

    /**
     * @throws IllegalArgumentException if a name or address stands twice, or a mailbox names a profile that isn't there
     */
    public Profiles(List<EmailServerProfile> profiles, List<Mailbox> mailboxes, ProfileSettings settings) {
        this.settings = settings;
        for (EmailServerProfile profile : profiles) {
            if (this.profiles.put(profile.name(), profile) != null) {
                throw new IllegalArgumentException("profile '" + profile.name() + "' stands twice");
            }
        }
        for (Mailbox mailbox : mailboxes) {
            profile(mailbox.profile());
            if (mailbox.fallbackProfile() != null) {
                profile(mailbox.fallbackProfile());
            }
            if (this.mailboxes.put(mailbox.address(), mailbox) != null) {
                throw new IllegalArgumentException("mailbox " + mailbox.address() + " stands twice");
            }
            if (mailbox.incomingEmail() == SyncMethod.FORWARD_MAILBOX) {
                forwarding
                        .computeIfAbsent(mailbox.forwardMailbox(), target -> new LinkedHashMap<>())
                        .put(mailbox.address(), mailbox);
            }
        }
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    public EmailServerProfile profile(String name) {
        EmailServerProfile profile = profiles.get(name);
        if (profile == null) {
            throw new IllegalArgumentException(
                    "there is no profile '" + name + "'; there are: " + String.join(", ", profiles.keySet()));
        }
        return profile;
    }

    /**
     * @throws IllegalArgumentException if it isn't configured
     */
    public Mailbox mailbox(String address) {
        Mailbox mailbox = mailboxes.get(address);
        if (mailbox == null) {
            throw new IllegalArgumentException("mailbox " + address + " is not configured");
        }
        return mailbox;
    }

    /** Whether a mailbox is configured. */
    public boolean has(String address) {
        return mailboxes.containsKey(address);
    }

    /** The mailboxes whose mail is forwarded to this one, by their addresses. */
    public Map<String, Mailbox> forwardingTo(String address) {
        return Map.copyOf(forwarding.getOrDefault(address, Map.of()));
    }

    /** In the order of the configuration. */
    public Collection<EmailServerProfile> profiles() {
        return List.copyOf(profiles.values());
    }

    /** In the order of the configuration. */
    public Collection<Mailbox> mailboxes() {
        return List.copyOf(mailboxes.values());
    }

    /** Those mailboxes that are to be processed: the profile's name by address. */
    public Map<String, String> active() {
        Map<String, String> active = new LinkedHashMap<>();
        for (Mailbox mailbox : mailboxes.values()) {
            if (profile(mailbox.profile()).active() && approved(mailbox) && servesAny(mailbox)) {
                active.put(mailbox.address(), mailbox.profile());
            }
        }
        return active;
    }

    /** The second profile's name by address, of those mailboxes that have one that is active. */
    public Map<String, String> fallbacks() {
        return mailboxes.values().stream()
                .filter(mailbox -> mailbox.fallbackProfile() != null)
                .filter(mailbox -> profile(mailbox.fallbackProfile()).active())
                .collect(Collectors.toMap(Mailbox::address, Mailbox::fallbackProfile));
    }

    /** Whether a mailbox may be processed, as far as that depends on somebody's approval. */
    public boolean approved(Mailbox mailbox) {
        boolean needed = switch (mailbox.regarding().type()) {
            case USER -> settings.processOnlyApprovedUsers();
            case QUEUE -> settings.processOnlyApprovedQueues();
        };
        return mailbox.approval() == Approval.APPROVED || !needed && mailbox.approval() != Approval.REJECTED;
    }

    private static boolean servesAny(Mailbox mailbox) {
        return Arrays.stream(Direction.values()).anyMatch(mailbox::serves);
    }

    /** What holds for all. */
    public ProfileSettings settings() {
        return settings;
    }

    @Override
    public ConnectionSettings settings(String name, MailboxRef mailbox) {
        EmailServerProfile profile = profile(name);
        Mailbox configured = mailboxes.get(mailbox.address());
        return configured == null || !name.equals(configured.profile()) && !name.equals(configured.fallbackProfile())
                ? profile.connection()
                : profile.connection(configured);
    }
}
