package org.exchangesync.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.DeleteHold;
import org.exchangesync.sync.KindCounts;
import org.exchangesync.sync.MailboxCycle;

/**
 * What one round of cycles did.
 *
 * @param startedAt when the first mailbox was claimed
 * @param took until the last one ended
 * @param mailboxes one for each cycle
 * @param waiting why mailboxes are not due, in words; told where none was
 */
record Summary(Instant startedAt, Duration took, List<MailboxResult> mailboxes, List<String> waiting) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ROW = "  %-34s %-12s %8s %8s %8s %8s %8s %8s%n";

    /**
     * What one cycle over a mailbox did.
     *
     * @param failures of the mailbox and of single folders, empty if all went well
     * @param questions what a person is asked about
     */
    record MailboxResult(
            String mailbox,
            String profile,
            Duration took,
            Map<ItemKind, KindCounts> kinds,
            List<MailboxCycle.Failure> failures,
            List<DeleteHold> questions) {

        static MailboxResult of(MailboxCycle cycle, Duration took) {
            return new MailboxResult(
                    cycle.mailbox().address(),
                    cycle.profile().name(),
                    took,
                    new TreeMap<>(cycle.counts().byKind()),
                    Stream.concat(cycle.failures().stream(), cycle.folderFailures().stream())
                            .toList(),
                    cycle.questions());
        }
    }

    /** Whether every cycle went well. */
    boolean successful() {
        return mailboxes.stream().allMatch(result -> result.failures().isEmpty());
    }

    KindCounts totals() {
        return mailboxes.stream()
                .flatMap(result -> result.kinds().values().stream())
                .reduce(KindCounts.NONE, KindCounts::plus);
    }

    /** For people: a table of what changed, or one line where nothing did, and the reasons of failures. */
    String toText() {
        StringBuilder text = new StringBuilder();
        KindCounts totals = totals();
        text.append(String.format(
                Locale.ROOT,
                "%tT  %d mailbox%s in %.1f s: ",
                java.time.LocalTime.ofInstant(startedAt, java.time.ZoneId.systemDefault()),
                mailboxes.size(),
                mailboxes.size() == 1 ? "" : "es",
                took.toMillis() / 1000.0));
        if (mailboxes.isEmpty()) {
            text.append("no mailbox is due");
            waiting.forEach(
                    line -> text.append(System.lineSeparator()).append("  ").append(line));
            return text.toString();
        }
        text.append(totals.changedAnything() ? "" : "nothing new");
        if (totals.changedAnything()) {
            text.append(System.lineSeparator());
            text.append(String.format(
                    ROW, "mailbox", "kind", "created", "updated", "deleted", "linked", "dead l.", "seconds"));
            mailboxes.stream()
                    .sorted(Comparator.comparing(MailboxResult::mailbox))
                    .forEach(result -> rows(text, result));
            row(text, "total", "", totals, took);
        }
        for (MailboxResult result : mailboxes) {
            for (MailboxCycle.Failure failure : result.failures()) {
                text.append(String.format(
                        "%n  FAILED %s, %s: %s%n         %s: %s",
                        result.mailbox(),
                        failure.where(),
                        failure.fault().describe(),
                        failure.fault().advice().cause(),
                        failure.fault().advice().cure()));
            }
        }
        mailboxes.stream()
                .flatMap(result -> result.questions().stream())
                .forEach(question -> text.append(String.format(
                        "%n  ASKS %s, %s: %d of %d items vanished at once; answer with 'exchange-sync deletes apply' or 'keep'",
                        question.folder().mailbox(),
                        question.folder().folder(),
                        question.loss().records(),
                        question.loss().items())));
        return text.toString();
    }

    private static void rows(StringBuilder text, MailboxResult result) {
        result.kinds().forEach((kind, counts) -> {
            if (counts.changedAnything()) {
                row(text, result.mailbox(), kind.label(), counts, result.took());
            }
        });
    }

    private static void row(StringBuilder text, String mailbox, String kind, KindCounts counts, Duration took) {
        text.append(String.format(
                Locale.ROOT,
                ROW,
                mailbox,
                kind,
                counts.created(),
                counts.updated(),
                counts.deleted(),
                counts.linked(),
                counts.deadLetters(),
                String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0)));
    }

    /** For scripts: writes the summary as JSON, replacing the file in one step. */
    void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "summary", ".part");
            MAPPER.writeValue(part.toFile(), toJson());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the summary to " + file, e);
        }
    }

    private ObjectNode toJson() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("startedAt", startedAt.toString());
        root.put("seconds", took.toMillis() / 1000.0);
        ArrayNode array = root.putArray("mailboxes");
        for (MailboxResult result : mailboxes) {
            ObjectNode node = array.addObject();
            node.put("mailbox", result.mailbox());
            node.put("profile", result.profile());
            node.put("seconds", result.took().toMillis() / 1000.0);
            ObjectNode kinds = node.putObject("kinds");
            result.kinds().forEach((kind, counts) -> counts(kinds.putObject(kind.label()), counts));
            ArrayNode failures = node.putArray("failures");
            for (MailboxCycle.Failure failure : result.failures()) {
                failures.addObject()
                        .put("where", failure.where())
                        .put("code", failure.fault().code())
                        .put("message", failure.fault().message())
                        .put("cause", failure.fault().advice().cause())
                        .put("cure", failure.fault().advice().cure());
            }
            ArrayNode questions = node.putArray("questions");
            for (DeleteHold question : result.questions()) {
                questions
                        .addObject()
                        .put("folder", question.folder().folder())
                        .put("records", question.loss().records())
                        .put("items", question.loss().items());
            }
        }
        counts(root.putObject("totals"), totals());
        return root;
    }

    private static void counts(ObjectNode node, KindCounts counts) {
        node.put("created", counts.created())
                .put("updated", counts.updated())
                .put("deleted", counts.deleted())
                .put("linked", counts.linked())
                .put("unchanged", counts.unchanged())
                .put("skipped", counts.skipped())
                .put("deadLetters", counts.deadLetters());
    }
}
