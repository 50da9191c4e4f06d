package org.exchangesync.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.sandbox.http.CertificateAuthority;

/**
 * What is measured: the system properties {@code bench.*}, the same in all processes.
 *
 * @param items mails in all mailboxes together
 * @param mailboxes that they are spread over
 * @param rows what is run, of {@link Benchmark#ROWS}
 * @param databases that the engine drains into: {@code h2}, {@code postgresql}
 * @param workers mailboxes drained at once
 * @param page the most items in a page and in a batch, for everyone
 * @param heap the most heap of each draining process, as {@code -Xmx} takes it
 * @param jvm further options of the draining processes' JVMs, separated by blanks
 * @param tls whether the server speaks https
 * @param runs how often everything is repeated
 * @param seed another number gives other mails
 * @param folder where databases, logs and results are written
 */
record Settings(
        int items,
        int mailboxes,
        List<String> rows,
        List<String> databases,
        int workers,
        int page,
        String heap,
        String jvm,
        boolean tls,
        int runs,
        long seed,
        Path folder) {
    Settings {
        if (mailboxes < 1 || items < mailboxes || items / mailboxes >= CannedMailboxes.MOST_ITEMS) {
            throw new IllegalArgumentException("bench.items=" + items + " can't be spread over bench.mailboxes="
                    + mailboxes + ": each mailbox holds 1 to " + (CannedMailboxes.MOST_ITEMS - 1));
        }
    }

    static Settings read() {
        return new Settings(
                number("items", 20_000),
                number("mailboxes", 4),
                words("rows", String.join(",", Benchmark.ROWS)),
                words("databases", "h2,postgresql"),
                number("workers", 4),
                number("page", 200),
                text("heap", "512m"),
                text("jvm", ""),
                Boolean.parseBoolean(text("tls", "false")),
                number("runs", 1),
                number("seed", 1),
                Path.of(text("folder", "target/bench")));
    }

    /** The same settings as options for a child process. */
    List<String> asOptions() {
        List<String> options = new ArrayList<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("bench."))
                .sorted()
                .forEach(name -> options.add("-D" + name + "=" + System.getProperty(name)));
        return options;
    }

    /** Of the authority that the server's certificate is from. */
    Path certificate() {
        return CertificateAuthority.in(folder).pem();
    }

    private static List<String> words(String name, String otherwise) {
        return Stream.of(text(name, otherwise).split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isBlank() ? otherwise : value.strip();
    }
}
