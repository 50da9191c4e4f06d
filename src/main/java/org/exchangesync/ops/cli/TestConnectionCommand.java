package org.exchangesync.ops.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Test Connection. */
@Command(
        description = {
            "Goes the way to a mailbox step by step: secrets, Autodiscover, DNS, TCP, TLS, HTTP, EWS as the account, the"
                    + " mailbox. Says what fails, why, and what to do. The password is tried once; nothing is written to the"
                    + " mailbox.",
            "The result is kept: see 'profiles list'."
        },
        footer = {
            "",
            "Examples:",
            "  exchange-sync profiles test office",
            "  exchange-sync profiles test office --mailbox anna@example.com --json"
        })
final class TestConnectionCommand extends Leaf {
    @Parameters(paramLabel = "PROFILE", description = "Its name.")
    private String profile;

    @Option(
            names = "--mailbox",
            paramLabel = "ADDRESS",
            description = "Which one to reach. Default: the profile's first.")
    private String mailbox;

    TestConnectionCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        return new ReportPage(session())
                .print(session()
                        .operations()
                        .checks()
                        .testConnection(profile, mailbox, session().who()));
    }
}
