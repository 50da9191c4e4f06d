package org.exchangesync.ops.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, with the options that every command below it has too. */
@Command(
        name = "exchange-sync",
        description = "Looks after the mailboxes, dead letters and alerts of Exchange Sync.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "What is in trouble now, and why:",
            "  exchange-sync alerts list",
            "  exchange-sync mailboxes postponed",
            "  exchange-sync dead-letters list",
            "Each command tells more with --help.",
            "Exit codes: 0 done, 1 something failed, 2 the command can't be understood."
        })
final class GeneralOptions {
    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 100,
            description = "One JSON document instead of a table.")
    private boolean json;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            order = 101,
            description = "Who does it, for the audit. Default: the user of the operating system.")
    private String as;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 102,
            description = "Properties of the program: exchangesync.database.url and the like. Default: those that the"
                    + " program itself would find here.")
    private Path properties;

    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            scope = ScopeType.INHERIT,
            order = 103,
            mapFallbackValue = "true",
            description = "A single property; wins over files and the environment.")
    private Map<String, String> defines = new LinkedHashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 104,
            description = "Tells this.")
    private boolean help;

    boolean json() {
        return json;
    }

    String as() {
        return as;
    }

    Path properties() {
        return properties;
    }

    Map<String, String> defines() {
        return defines;
    }
}
