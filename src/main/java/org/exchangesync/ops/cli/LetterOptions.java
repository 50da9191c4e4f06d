package org.exchangesync.ops.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.LetterState;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about. */
final class LetterOptions {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Numbers of letters.")
    private List<Long> ids = new ArrayList<>();

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "With this code, or with several: give the option again. * stands for any end.")
    private Set<String> codes = new LinkedHashSet<>();

    @Option(names = "--mailbox", paramLabel = "ADDRESS", description = "Of this mailbox.")
    private String mailbox;

    @Option(names = "--profile", paramLabel = "NAME", description = "Of this profile.")
    private String profile;

    @Option(names = "--kind", paramLabel = "KIND", description = "email, appointment, contact or task.")
    private Set<String> kinds = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Last failed since then: 8h, 2d, 03:10, 2026-11-22, 2026-11-22T03:10.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Last failed before that time.")
    private String until;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many. Default: 100.")
    private int limit;

    List<Long> ids() {
        return ids;
    }

    int limit() {
        return limit;
    }

    /** Whether anything says which letters are meant. */
    boolean restrict() {
        return !ids.isEmpty()
                || !codes.isEmpty()
                || !kinds.isEmpty()
                || mailbox != null
                || profile != null
                || since != null
                || until != null;
    }

    /**
     * The query.
     *
     * @param states the states that are wanted where no numbers are given; none for any
     */
    LetterQuery query(Leaf command, Set<LetterState> states) {
        Instant from = command.time(since);
        Instant before = command.time(until);
        int most = ids.isEmpty() ? command.atLeastOne("--limit", limit) : Math.max(limit, ids.size());
        return new LetterQuery(
                ids, ids.isEmpty() ? states : Set.of(), codes, mailbox, profile, kinds(command), from, before, most);
    }

    private Set<ItemKind> kinds(Leaf command) {
        Set<ItemKind> wanted = EnumSet.noneOf(ItemKind.class);
        for (String kind : kinds) {
            try {
                wanted.add(ItemKind.valueOf(kind.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw command.usage("'" + kind + "' is no kind; there are email, appointment, contact and task");
            }
        }
        return wanted;
    }
}
