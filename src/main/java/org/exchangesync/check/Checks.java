package org.exchangesync.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Profiles;

/** All tests that a person can ask for. Threadsafe. */
public final class Checks {
    /** The route looks every few seconds, and again half a minute after a failure. */
    private static final ArrivalWait ALERTS = ArrivalWait.of(Duration.ofSeconds(40));

    private final Supplier<Profiles> profiles;
    private final Servers servers;
    private final CheckStore store;
    private final Doctor doctor;
    private final FaultTable faults;
    private final Remedies remedies;
    private final Clock clock;

    /** @param profiles those of the moment */
    public Checks(
            Supplier<Profiles> profiles,
            Servers servers,
            CheckStore store,
            Installation installation,
            FaultTable faults,
            Clock clock) {
        this.profiles = profiles;
        this.servers = servers;
        this.store = store;
        this.faults = faults;
        this.remedies = new Remedies(faults);
        this.clock = clock;
        this.doctor =
                new Doctor(profiles, servers, installation, store::installationId, faults, remedies, ALERTS, clock);
    }

    /**
     * Test Connection: goes the way to a mailbox of a profile step by step, and keeps the report.
     *
     * @param name of the profile
     * @param address of the mailbox to be reached; null for the profile's first
     * @param who asks for it
     * @throws IllegalArgumentException if there is no such profile, or the mailbox isn't one of its
     */
    public Report testConnection(String name, String address, String who) {
        Profiles current = profiles.get();
        EmailServerProfile profile = current.profile(name);
        Mailbox mailbox = mailbox(current, profile, address);
        Examination examination = new Examination(remedies, clock);
        new ConnectionTest(examination, servers, faults, clock, profile, mailbox).run();
        Report report = examination.report(name, mailbox == null ? null : mailbox.address());
        store.tested(report, who);
        return report;
    }

    /**
     * The doctor: looks at the installation, and for each profile at the way to a mailbox and at what can be done there.
     *
     * @param name of the profile; null for all, or the mailbox's
     * @param address of the mailbox to be reached; null for each profile's first
     * @param write whether things may be written to the mailboxes
     * @throws IllegalArgumentException if there is no such profile, or the mailbox isn't one of its
     */
    public Diagnosis diagnose(String name, String address, boolean write) {
        Instant startedAt = clock.instant();
        List<Report> reports = new ArrayList<>();
        Report installation = doctor.installation(write);
        reports.add(installation);
        if (installation.step("config").orElseThrow().result() == Result.FAIL) {
            return Diagnosis.of(startedAt, reports);
        }
        Profiles current = profiles.get();
        String wanted = name != null || address == null
                ? name
                : current.mailbox(normal(address)).profile();
        List<EmailServerProfile> chosen =
                wanted == null ? List.copyOf(current.profiles()) : List.of(current.profile(wanted));
        for (EmailServerProfile profile : chosen) {
            reports.add(doctor.profile(profile, mailbox(current, profile, address), write));
        }
        return Diagnosis.of(startedAt, reports);
    }

    private static String normal(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** The mailbox of that address, or else the first of the profile's; null where it has none. */
    private static Mailbox mailbox(Profiles profiles, EmailServerProfile profile, String address) {
        if (address == null) {
            return profiles.mailboxes().stream()
                    .filter(mailbox -> mailbox.profile().equals(profile.name()))
                    .findFirst()
                    .orElse(null);
        }
        Mailbox mailbox = profiles.mailbox(normal(address));
        if (!mailbox.profile().equals(profile.name())) {
            throw new IllegalArgumentException("mailbox " + mailbox.address() + " has the profile '" + mailbox.profile()
                    + "', not '" + profile.name() + "'");
        }
        return mailbox;
    }
}
