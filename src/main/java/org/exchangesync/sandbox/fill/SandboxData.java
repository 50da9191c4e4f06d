package org.exchangesync.sandbox.fill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.exchangesync.sandbox.SandboxContent;
import org.exchangesync.sandbox.ics.ICalendarReader;
import org.exchangesync.sandbox.item.ItemRules;
import org.exchangesync.sandbox.item.NewItems;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.Damage;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.WellKnown;

/**
 * Fills mailboxes from a folder of {@code .eml}, {@code .ics} and {@code .vcf} files, searched recursively. Each file goes
 * to the mailbox that its path stands for, so that the same folder always fills the same mailboxes. What cannot be read
 * becomes a damaged item: listed like others, but GetItem answers the reason.
 */
public final class SandboxData implements SandboxContent {
    /**
     * Where a file went.
     *
     * @param file path below the folder
     * @param folders names of folders and how many items each got; empty for a file without items
     * @param damaged how many of the items cannot be read
     * @param remark what else there is to say, or an empty text
     */
    public record FileReport(String file, String mailbox, Map<String, Integer> folders, int damaged, String remark) {
        /** All items of the file. */
        public int items() {
            return folders.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public String toString() {
            return file + " -> " + (items() == 0 ? "no item" : mailbox + " " + folders)
                    + (damaged > 0 ? ", damaged " + damaged : "")
                    + (remark.isEmpty() ? "" : " (" + remark + ")");
        }
    }

    /** One item on its way into a folder. */
    private record Arrival(Mailbox mailbox, WellKnown folder, Instant received, ItemContent content) {}

    private final Path folder;
    private final List<FileReport> reports = new ArrayList<>();

    /** @param folder where the files are */
    public SandboxData(Path folder) {
        this.folder = folder;
    }

    /** What became of each file, by path; complete once the sandbox has started. */
    public List<FileReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public void fill(MailStore store) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + " is no folder; exchangesync.sandbox.data names a folder of .eml, .ics and .vcf files");
        }
        List<Mailbox> mailboxes = List.copyOf(store.mailboxes());
        if (mailboxes.isEmpty()) {
            throw new IOException("the sandbox has no mailbox to put the files of " + folder + " into");
        }
        List<Arrival> arrivals = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                read(store, mailboxes, file, arrivals);
            }
        }
        // Mailboxes fill in the order of time, so that the newest item has the highest number.
        arrivals.stream()
                .sorted(Comparator.comparing(Arrival::received))
                .forEach(a -> a.mailbox().add(a.mailbox().folder(a.folder()), a.content()));
    }

    private void read(MailStore store, List<Mailbox> mailboxes, Path file, List<Arrival> arrivals) throws IOException {
        String name = folder.relativize(file).toString().replace('\\', '/');
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Mailbox mailbox = mailboxes.get((int) (crc(name) % mailboxes.size()));
        Instant now = store.clock().instant();
        List<ItemContent> contents;
        String remark = "";
        switch (extension) {
            case "eml" -> contents = List.of(mail(store, name, Files.readAllBytes(file)));
            case "vcf" -> contents = ContactReader.read(name, Files.readAllBytes(file));
            case "ics" -> {
                ICalendarReader.Result result = new ICalendarReader(name, now).read(Files.readAllBytes(file));
                contents = result.items();
                remark = result.others().isEmpty() || !contents.isEmpty()
                        ? ""
                        : "holds only " + String.join(", ", result.others());
                if (contents.isEmpty() && remark.isEmpty()) {
                    remark = "holds neither events nor tasks";
                }
            }
            default -> {
                return; // a licence or a note beside the data
            }
        }
        Map<String, Integer> folders = new TreeMap<>();
        for (ItemContent content : contents) {
            WellKnown target = content.type().isMessage() ? WellKnown.INBOX : ItemRules.defaultFolder(content.type());
            folders.merge(target.displayName(), 1, Integer::sum);
            arrivals.add(arrival(mailbox, target, content, now));
        }
        int damaged = (int) contents.stream().filter(c -> c.damage() != null).count();
        String why = contents.stream()
                .filter(c -> c.damage() != null)
                .map(c -> c.damage().text())
                .collect(Collectors.joining(" "));
        reports.add(new FileReport(name, mailbox.address(), folders, damaged, remark.isEmpty() ? why : remark));
    }

    private static Arrival arrival(Mailbox mailbox, WellKnown target, ItemContent content, Instant now) {
        Folder folder = mailbox.folder(target);
        if (!content.type().isMessage()) {
            return new Arrival(
                    mailbox,
                    target,
                    now,
                    NewItems.created(content, folder.mailbox().displayName(), now));
        }
        Instant sent = content.values()
                .instant("item:DateTimeSent")
                .filter(d -> d.isBefore(now))
                .orElse(now);
        return new Arrival(mailbox, target, sent, NewItems.received(content, mailbox, sent));
    }

    private static ItemContent mail(MailStore store, String name, byte[] bytes) {
        try {
            return MimeReader.read(store.blobs().keep(bytes));
        } catch (IOException e) {
            Values values = Values.build().put("item:Subject", name).done();
            return new ItemContent(
                    ItemType.MESSAGE,
                    values,
                    List.of(),
                    Blob.of(bytes),
                    null,
                    new Damage(
                            "ErrorContentConversionFailed",
                            "The message of " + name + " cannot be read: " + e.getMessage() + "."),
                    false);
        }
    }

    private static long crc(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
