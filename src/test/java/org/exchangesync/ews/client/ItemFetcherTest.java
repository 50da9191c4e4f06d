package org.exchangesync.ews.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.exchangesync.ews.client.ItemFetcher.Wanted;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.types.AttachmentIdType;
import org.exchangesync.ews.client.types.AttachmentType;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemAttachmentType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAttachmentsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfOccurrenceInfoType;
import org.exchangesync.ews.client.types.OccurrenceInfoType;
import org.exchangesync.ews.client.types.ReferenceAttachmentType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemFetcherTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");

    private final FakeCalls server = new FakeCalls();
    private final TickingClock clock = new TickingClock();
    private final ItemMapper mapper =
            new ItemMapper(new EmailParser(MimeLimits.DEFAULT, 1 << 20, Path.of(System.getProperty("java.io.tmpdir"))));
    private final ItemFetcher fetcher = new ItemFetcher(server, mapper, new BatchSize(), clock, Runnable::run, 1);

    @Test
    void batchesGrowWhileTheServerIsQuick() {
        Map<String, FetchedItem> fetched = fetch(mails(100));

        assertThat(fetched)
                .hasSize(100)
                .allSatisfy((id, item) ->
                        assertThat(((Email) item.item()).subject()).isEqualTo(id));
        assertThat(batchSizes()).containsExactly(10, 20, 40, 30);
    }

    @Test
    void batchesShrinkWhenTheServerIsSlow() {
        server.beforeEachBatch(() -> clock.now = clock.now.plusSeconds(30));
        fetch(mails(20));
        assertThat(batchSizes()).containsExactly(10, 5, 2, 1, 1, 1);
    }

    @Test
    void severalBatchesAreUnderWayAtOnce() throws Exception {
        CountDownLatch underWay = new CountDownLatch(3);
        server.beforeEachBatch(() -> arriveAndWait(underWay));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            ItemFetcher parallel = new ItemFetcher(server, mapper, new BatchSize(), clock, threads, 3);
            assertThat(parallel.fetch(ANNA, ItemKind.EMAIL, mails(30))).hasSize(30);
        } finally {
            threads.shutdownNow();
        }
        assertThat(underWay.getCount()).isZero();
    }

    private static void arriveAndWait(CountDownLatch underWay) {
        underWay.countDown();
        try {
            assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneBatchThatFailsEndsTheOthers() {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            ItemFetcher parallel = new ItemFetcher(server, mapper, new BatchSize(), clock, threads, 3);
            List<Wanted> wanted = mails(200);
            server.refuse("m15", "ErrorServerBusy");
            assertThatThrownBy(() -> parallel.fetch(ANNA, ItemKind.EMAIL, wanted))
                    .isInstanceOfSatisfying(
                            TransportException.class, e -> assertThat(e.code()).isEqualTo("ErrorServerBusy"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void batchesAreBoundedByBytes() {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            server.mail("m" + i, 10);
            wanted.add(new Wanted(ItemId.of("m" + i), 6 << 20));
        }
        fetch(wanted);
        assertThat(batchSizes()).containsExactly(2, 2, 1);
    }

    @Test
    void aBatchThatRunsOutOfTimeIsHalvedDownToOne() {
        List<Wanted> wanted = mails(4);
        server.failNext(ItemCodes.TIMEOUT, ItemCodes.TIMEOUT);

        assertThat(fetch(wanted))
                .hasSize(4)
                .allSatisfy((id, item) -> assertThat(item.item()).isNotNull());
        assertThat(batchSizes()).startsWith(4, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ItemCodes.TIMEOUT, ItemCodes.INTERNAL})
    void anItemThatNeverComesIsUnreadableWhereOthersDo(String code) {
        List<Wanted> wanted = mails(3);
        server.refuseAlways("m1", code);

        Map<String, FetchedItem> fetched = fetch(wanted);

        assertThat(fetched.get("m0").item()).isNotNull();
        assertThat(fetched.get("m2").item()).isNotNull();
        assertThat(fetched.get("m1").fault().code()).isEqualTo(code);
        assertThat(server.batches).filteredOn(List.of("m1")::equals).hasSize(ItemRescue.ALONE + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ItemCodes.TIMEOUT, ItemCodes.INTERNAL})
    void aServerThatGivesNothingAtAllIsNotBlamedOnItsItems(String code) {
        List<Wanted> wanted = mails(2);
        server.refuseAlways("m0", code).refuseAlways("m1", code);

        assertRefused(code, wanted);
    }

    @Test
    void anItemWhoseContentNeverComesButWhoseIdDoesIsUnreadable() {
        List<Wanted> wanted = mails(1);
        server.refuse("m0", timeouts(ItemRescue.ALONE));

        assertThat(fetch(wanted).get("m0").fault().code()).isEqualTo(ItemCodes.TIMEOUT);
    }

    @Test
    void anItemThatComesAtLastIsNotBlamedForTheTimeoutsBefore() {
        List<Wanted> wanted = mails(1);
        server.refuse("m0", timeouts(ItemRescue.ALONE - 1));

        assertThat(fetch(wanted).get("m0").item()).isNotNull();
    }

    private static String[] timeouts(int count) {
        return Collections.nCopies(count, ItemCodes.TIMEOUT).toArray(String[]::new);
    }

    @Test
    void aCallThatFailsInsideTheServerIsIsolated() {
        List<Wanted> wanted = mails(3);
        server.failNext(ItemCodes.INTERNAL).refuseAlways("m2", ItemCodes.INTERNAL);

        Map<String, FetchedItem> fetched = fetch(wanted);

        assertThat(fetched.get("m0").item()).isNotNull();
        assertThat(fetched.get("m2").fault()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ErrorServerBusy", "ErrorMailboxStoreUnavailable", TransportException.NETWORK, "Http503"})
    void whatIsWrongWithTheServerAtTheMomentEndsTheWhole(String code) {
        List<Wanted> wanted = mails(3);
        server.refuse("m1", code);
        assertRefused(code, wanted);
        server.failNext(code);
        assertRefused(code, wanted);
    }

    @Test
    void itemsThatWerePassedOverAreAskedForAgain() {
        List<Wanted> wanted = mails(3);
        server.refuse("m0", "ErrorItemCorrupt").refuse("m1", ItemCodes.STOPPED).refuse("m2", ItemCodes.STOPPED);

        Map<String, FetchedItem> fetched = fetch(wanted);

        assertThat(fetched.get("m0").fault().code()).isEqualTo("ErrorItemCorrupt");
        assertThat(fetched.get("m1").item()).isNotNull();
        assertThat(fetched.get("m2").item()).isNotNull();
    }

    @Test
    void anItemThatIsGoneIsGone() {
        List<Wanted> wanted = mails(2);
        server.refuse("m0", ItemCodes.NOT_FOUND);
        assertThat(fetch(wanted).get("m0").isGone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ErrorMimeContentConversionFailed", "ErrorContentConversionFailed"})
    void aMailWithoutMimeComesAsProperties(String code) {
        List<Wanted> wanted = mails(2);
        server.refuse("m0", code);

        FetchedItem fetched = fetch(wanted).get("m0");

        assertThat(fetched.item().title()).isEqualTo("by properties");
        assertThat(((Email) fetched.item()).original()).isNull();
    }

    @Test
    void anItemThatLacksThePropertiesOfMailComesWithoutThem() {
        List<Wanted> wanted = mails(1);
        server.refuse("m0", "ErrorInvalidPropertyRequest");
        assertThat(((Email) fetch(wanted).get("m0").item()).subject()).isEqualTo("m0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ErrorItemCorrupt", "ErrorNeverHeardOf", "ErrorVirusDetected"})
    void whatIsWrongWithOneItemIsItsOwnFault(String code) {
        List<Wanted> wanted = mails(3);
        server.refuseAlways("m1", code);

        Map<String, FetchedItem> fetched = fetch(wanted);

        assertThat(fetched.get("m0").item()).isNotNull();
        assertThat(fetched.get("m1").fault().code()).isEqualTo(code);
        assertThat(fetched.get("m2").item()).isNotNull();
    }

    @Test
    void contentThatIsNoBase64AndAnswersWithoutItemAreFaultsOfTheirItems() {
        List<Wanted> wanted = mails(3);
        ((MessageType) server.items.get("m0")).getMimeContent().setValue("*not base64*");
        server.items.put("m1", null);

        Map<String, FetchedItem> fetched = fetch(wanted);

        assertThat(fetched.get("m0").fault().code()).isEqualTo(EwsFault.BAD_BASE64);
        assertThat(fetched.get("m1").fault().code()).isEqualTo(EwsFault.ITEM_CORRUPT);
        assertThat(fetched.get("m2").item()).isNotNull();
    }

    @Test
    void bytesThatAreNoMailAreAFaultThatKeepsThem() throws Exception {
        server.arrived(FakeCalls.mail("m0", ""), FakeCalls.mail("m0", "\u0001\u0002"));

        FetchedItem fetched = fetch(List.of(new Wanted(ItemId.of("m0"), 2))).get("m0");

        assertThat(fetched.fault().code()).isEqualTo("MimeNoHeader");
        assertThat(fetched.original().toByteArray()).containsExactly(1, 2);
    }

    @Test
    void attachmentsOfAppointmentsAreBrought() throws Exception {
        CalendarItemType item = appointmentWith(file("a1", "a.pdf"), nested("a2"), link("a3"));
        server.refuse("a2", ItemCodes.TIMEOUT);

        List<Attachment> attachments = fetchAppointment(item).item().attachments();

        assertThat(attachments)
                .extracting(Attachment::name, Attachment::contentType, a -> text(a.content()))
                .containsExactly(
                        tuple("a.pdf", "application/pdf", "pdf!"),
                        tuple("nested", "message/rfc822", "Subject: inner\r\n\r\n"),
                        tuple("link", "text/uri-list", "https://files.example.org/1"));
    }

    @Test
    void exceptionsOfASeriesComeWithTheirSubjects() {
        CalendarItemType series = appointmentWith();
        series.setSubject("Jour fixe");
        series.setModifiedOccurrences(new NonEmptyArrayOfOccurrenceInfoType());
        series.getModifiedOccurrences().getOccurrence().add(moved("o1"));
        series.getModifiedOccurrences().getOccurrence().add(moved("o2"));
        CalendarItemType exception = new CalendarItemType();
        exception.setItemId(FakeCalls.id("o1"));
        exception.setSubject("Jour fixe, in the garden");
        server.items.put("o1", exception);
        server.refuseAlways("o2", "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange");

        Appointment read = (Appointment) fetchAppointment(series).item();

        assertThat(read.exceptions())
                .extracting(Appointment.ModifiedOccurrence::subject)
                .containsExactly("Jour fixe, in the garden", null);
    }

    private static OccurrenceInfoType moved(String id) {
        OccurrenceInfoType occurrence = new OccurrenceInfoType();
        occurrence.setItemId(FakeCalls.id(id));
        occurrence.setOriginalStart("2025-10-21T07:00:00Z");
        occurrence.setStart("2025-10-21T08:00:00Z");
        occurrence.setEnd("2025-10-21T09:00:00Z");
        return occurrence;
    }

    @Test
    void anAttachmentThatCannotBeHadIsAFaultOfItsItem() {
        CalendarItemType item = appointmentWith(file("a1", "a.pdf"));
        server.refuseAlways("a1", "ErrorCannotOpenFileAttachment");

        assertThat(fetchAppointment(item).fault().code()).isEqualTo("ErrorCannotOpenFileAttachment");
    }

    private FetchedItem fetchAppointment(CalendarItemType item) {
        server.items.put("c0", item);
        return fetcher.fetch(ANNA, ItemKind.APPOINTMENT, List.of(new Wanted(ItemId.of("c0"), 0)))
                .get("c0");
    }

    private CalendarItemType appointmentWith(AttachmentType... attachments) {
        CalendarItemType item = new CalendarItemType();
        item.setItemId(FakeCalls.id("c0"));
        item.setStart("2025-10-14T07:00:00Z");
        item.setAttachments(new NonEmptyArrayOfAttachmentsType());
        item.getAttachments().getAttachment().addAll(Arrays.asList(attachments));
        for (AttachmentType attachment : attachments) {
            server.attachments.put(attachment.getAttachmentId().getId(), attachment);
        }
        return item;
    }

    private static FileAttachmentType file(String id, String name) {
        FileAttachmentType file = new FileAttachmentType();
        file.setAttachmentId(attachmentId(id));
        file.setName(name);
        file.setContentType("Application/PDF; name=a.pdf");
        file.setContent(Base64.getEncoder().encodeToString("pdf!".getBytes()));
        return file;
    }

    private static ItemAttachmentType nested(String id) {
        ItemAttachmentType nested = new ItemAttachmentType();
        nested.setAttachmentId(attachmentId(id));
        nested.setName("nested");
        nested.setItem(FakeCalls.mail("x", "Subject: inner\r\n\r\n"));
        return nested;
    }

    private static ReferenceAttachmentType link(String id) {
        ReferenceAttachmentType link = new ReferenceAttachmentType();
        link.setAttachmentId(attachmentId(id));
        link.setName("link");
        link.setAttachLongPathName("https://files.example.org/1");
        return link;
    }

    private static AttachmentIdType attachmentId(String id) {
        AttachmentIdType attachmentId = new AttachmentIdType();
        attachmentId.setId(id);
        return attachmentId;
    }

    private static String text(Content content) {
        try {
            return new String(content.toByteArray(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Wanted> mails(int count) {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            server.mail("m" + i, 10);
            wanted.add(new Wanted(ItemId.of("m" + i), 10));
        }
        return wanted;
    }

    private Map<String, FetchedItem> fetch(List<Wanted> wanted) {
        return fetcher.fetch(ANNA, ItemKind.EMAIL, wanted);
    }

    private void assertRefused(String code, List<Wanted> wanted) {
        assertThatThrownBy(() -> fetch(wanted))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private List<Integer> batchSizes() {
        return server.batches.stream().map(List::size).toList();
    }

    /** Stands still unless it is told. */
    private static final class TickingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMillis(1));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
