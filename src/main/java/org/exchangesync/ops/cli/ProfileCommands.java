package org.exchangesync.ops.cli;

import java.util.List;
import java.util.Map;
import org.exchangesync.ops.ProfileOperations.ProfileState;
import org.exchangesync.ops.ProfileOperations.Stop;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Profiles, and whether they can be used. */
final class ProfileCommands {
    private ProfileCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine profiles =
                Commands.group(commands, "profiles", "Which profiles can be used, and which are stopped.");
        profiles.addSubcommand("list", new ListProfiles(session));
        profiles.addSubcommand("test", new TestConnectionCommand(session));
        profiles.addSubcommand("resume", new Resume(session));
    }

    @Command(
            description = "All profiles with mailboxes, and why those that are stopped are stopped.",
            footer = {"", "Example:", "  exchange-sync profiles list"})
    static final class ListProfiles extends Leaf {
        ListProfiles(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<ProfileState> profiles = session().operations().profiles().list();
            if (session().json()) {
                Json.print("profiles", profiles, session().out());
            } else if (profiles.isEmpty()) {
                session().out().println("There are no profiles with mailboxes.");
            } else {
                Table table = new Table()
                        .column("PROFILE")
                        .number("MAILBOXES")
                        .number("IN TROUBLE")
                        .number("FALLEN BACK")
                        .column("STATE")
                        .column("NEXT TRY")
                        .column("CODE")
                        .column("LAST TEST");
                profiles.forEach(profile -> table.row(
                        profile.profile(),
                        profile.mailboxes(),
                        profile.troubled(),
                        profile.fallenBack(),
                        profile.stopped() == null ? "works" : "stopped",
                        profile.stopped() == null
                                ? null
                                : session().times().relative(profile.stopped().retryAt()),
                        profile.stopped() == null ? null : profile.stopped().code(),
                        lastTest(profile)));
                session().print(table);
                profiles.stream().filter(profile -> profile.stopped() != null).forEach(this::explain);
            }
            return ExitCodes.DONE;
        }

        private String lastTest(ProfileState profile) {
            return profile.lastTest() == null
                    ? "never"
                    : profile.lastTest().result() + " "
                            + session().times().relative(profile.lastTest().testedAt());
        }

        private void explain(ProfileState profile) {
            Stop stop = profile.stopped();
            session().out().println();
            new Sheet(session())
                    .title("Profile " + profile.profile() + " is stopped: none of its mailboxes is worked on"
                            + (profile.fallenBack() == 0
                                    ? "."
                                    : ", but for the email of " + profile.fallenBack()
                                            + " that goes by their second profiles."))
                    .line("reason", stop.reason())
                    .line("cause", stop.cause())
                    .line("what to do", stop.cure())
                    .line("since", session().times().both(stop.since()))
                    .line("next try", session().times().both(stop.retryAt()) + ", by one mailbox")
                    .line("when mended", "exchange-sync profiles resume " + profile.profile())
                    .print();
        }
    }

    @Command(
            description = {
                "Has a profile that is stopped tried at once: by one mailbox, and if that works by all.",
                "With a wrong password, many tries may lock the account: correct the profile first, and restart the program."
            },
            footer = {"", "Example:", "  exchange-sync profiles resume office"})
    static final class Resume extends Leaf {
        @Parameters(paramLabel = "PROFILE", description = "Its name.")
        private String profile;

        @Option(names = "--all-mailboxes", description = "Don't wait for the one: all mailboxes at once.")
        private boolean all;

        Resume(Session session) {
            super(session);
        }

        @Override
        int run() {
            session().operations().profiles().resume(profile, all, session().who());
            if (session().json()) {
                Json.print(
                        Map.of("profile", profile, "allMailboxes", all),
                        session().out());
            } else {
                session()
                        .out()
                        .println("Profile " + profile + ": "
                                + (all
                                        ? "its mailboxes are worked on again."
                                        : "one mailbox tries; if that works, the others follow by themselves."));
            }
            return ExitCodes.DONE;
        }
    }
}
