package org.exchangesync.item.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemFault;
import org.junit.jupiter.api.Test;

/**
 * Every message that others collected gives an email or a fault with words, and so does every one of them after it was cut
 * or damaged. The collection is outside of this project; without it only our own samples are damaged.
 */
class RealMailTest {
    private static final Path DATA = Path.of(System.getProperty("exchangesync.testdata", "../shared/data"))
            .resolve("mail");
    private static final int MUTATIONS = Integer.getInteger("exchangesync.mutations", 20);
    private static final long SEED = Long.getLong("exchangesync.seed", 20251014L);

    @Test
    void everyCollectedMessageGivesAnEmailOrAFault() throws Exception {
        assumeTrue(Files.isDirectory(DATA), "no mail collection at " + DATA.toAbsolutePath() + ": skipped");
        int emails = 0;
        Map<String, String> faults = new TreeMap<>();
        for (Path file : collected()) {
            Object outcome = outcome(Files.readAllBytes(file));
            if (outcome instanceof ItemFault fault) {
                assertThat(fault.message()).isNotBlank();
                faults.put(DATA.relativize(file).toString(), fault.code() + ": " + fault.message());
            } else {
                emails++;
                assertThat(EmailIdentity.of((Email) outcome).key()).hasSize(64);
            }
        }
        System.out.println("Collected mail: " + emails + " emails, " + faults.size() + " faults " + faults);
        assertThat(emails + faults.size()).isEqualTo(collected().size()).isGreaterThan(100);
    }

    @Test
    void collectedReportsOfDeliverySayWhatTheyAreAbout() throws Exception {
        Path reports = DATA.resolve("multipart_report_emails");
        assumeTrue(Files.isDirectory(reports), "no reports at " + reports.toAbsolutePath() + ": skipped");
        List<String> found = new ArrayList<>();
        for (Path file : collected()) {
            if (file.startsWith(reports) && outcome(Files.readAllBytes(file)) instanceof Email email) {
                DeliveryReport.of(email).ifPresent(report -> found.add(file.getFileName() + " " + report));
            }
        }
        System.out.println("Collected reports of delivery: " + String.join("\n", found));
        assertThat(found).hasSizeGreaterThan(2);
    }

    @Test
    void damagedMessagesGiveAnEmailOrAFault() throws Exception {
        List<byte[]> samples = new ArrayList<>(MailFixtures.all());
        if (Files.isDirectory(DATA)) {
            for (Path file : collected()) {
                samples.add(Files.readAllBytes(file));
            }
        }
        Random random = new Random(SEED);
        int emails = 0;
        int faults = 0;
        for (byte[] sample : samples) {
            for (int i = 0; i < MUTATIONS; i++) {
                if (outcome(damaged(sample, random)) instanceof Email) {
                    emails++;
                } else {
                    faults++;
                }
            }
        }
        System.out.println("Damaged mail (seed " + SEED + "): " + emails + " emails, " + faults + " faults");
        assertThat(emails).isGreaterThan(faults);
    }

    private static List<Path> collected() throws IOException {
        try (Stream<Path> files = Files.walk(DATA)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Object outcome(byte[] message) {
        return assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try {
                Email email = MailFixtures.parse(message);
                DeliveryReport.of(email);
                return email;
            } catch (UnreadableMimeException e) {
                return e.fault();
            }
        });
    }

    /** Cut short, bytes changed, a piece taken out or doubled. */
    private static byte[] damaged(byte[] sample, Random random) {
        byte[] copy = sample.clone();
        if (copy.length == 0) {
            return copy;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(copy, random.nextInt(copy.length));
            }
            case 1 -> {
                for (int i = random.nextInt(30); i >= 0; i--) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                }
                return copy;
            }
            default -> {
                int from = random.nextInt(copy.length);
                int length = random.nextInt(copy.length - from + 1);
                byte[] changed = new byte[copy.length + (random.nextBoolean() ? length : -length)];
                System.arraycopy(copy, 0, changed, 0, Math.min(copy.length, changed.length));
                int rest = Math.max(0, changed.length - from - (changed.length > copy.length ? length : 0));
                System.arraycopy(copy, copy.length - rest, changed, changed.length - rest, rest);
                return changed;
            }
        }
    }
}
