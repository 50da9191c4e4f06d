package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.FindItem;
import org.exchangesync.ews.client.messages.GetAttachment;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.SyncFolderItems;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a server says about items, the end is a page of items and unreadable items, or a fault of the transport: never
 * another exception, never an endless reading, never two changes of one item in a page.
 */
@Timeout(120)
class DamagedItemsTest {
    private static final int TIMES = Integer.getInteger("exchangesync.damages", 15);
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);
    private static final UnaryOperator<byte[]> WHOLE = answer -> answer;

    @TempDir
    Path spool;

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void undamagedAnswersAreCompleteItems(ItemKind kind) {
        try (EwsTransport transport = transport(new Server(kind))) {
            assertThat(page(transport, kind).changes())
                    .extracting(change -> change.id().id(), Change::type, change -> change.fault() == null)
                    .containsExactly(
                            tuple("a", ChangeType.CREATE, true),
                            tuple("b", ChangeType.CREATE, true),
                            tuple("c", ChangeType.CREATE, true),
                            tuple("gone", ChangeType.DELETE, true),
                            tuple("read", ChangeType.READ_FLAG, true));
        }
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void damagedItemsAreUnreadableAlone(ItemKind kind) {
        for (int seed = 0; seed < 3 * TIMES; seed++) {
            Damage damage = new Damage(seed);
            Server server = new Server(kind);
            server.items = damage::of;
            assertSafe(kind + " items, seed " + seed, server);
        }
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void damagedListingsArePagesOrFaults(ItemKind kind) {
        for (int seed = 0; seed < TIMES; seed++) {
            Damage damage = new Damage(seed);
            Server server = new Server(kind);
            server.listing = damage::of;
            assertSafe(kind + " listing, seed " + seed, server);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ItemKind.class, names = "EMAIL", mode = EnumSource.Mode.EXCLUDE)
    void damagedAttachmentsCostTheirItem(ItemKind kind) {
        for (int seed = 0; seed < TIMES; seed++) {
            Damage damage = new Damage(seed);
            Server server = new Server(kind);
            server.attachments = damage::of;
            assertSafe(kind + " attachments, seed " + seed, server);
        }
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void damagedSearchesAreIdsOrFaults(ItemKind kind) {
        for (int seed = 0; seed < TIMES; seed++) {
            Damage damage = new Damage(seed);
            Server server = new Server(kind);
            server.found = damage::of;
            assertSafeSearch(kind + " search, seed " + seed, server);
        }
    }

    @Test
    void theAnswersOfTheReferenceDamagedAndUndamaged() {
        Map<String, byte[]> samples = new TreeMap<>(Samples.reference());
        samples.putAll(Samples.own());
        samples.putAll(Samples.recorded());
        samples.forEach((name, answer) -> {
            EwsOperation<?, ?> operation = Samples.operation(answer);
            boolean ours = List.of(
                            EwsOperation.GET_ITEM,
                            EwsOperation.SYNC_FOLDER_ITEMS,
                            EwsOperation.FIND_ITEM,
                            EwsOperation.GET_ATTACHMENT)
                    .contains(operation);
            for (int seed = 0; ours && seed < TIMES / 3; seed++) {
                UnaryOperator<byte[]> damage = seed == 0 ? WHOLE : new Damage(seed)::of;
                Server server = new Server(ItemKind.values()[seed % 4]);
                if (operation == EwsOperation.GET_ITEM) {
                    server.items = any -> damage.apply(answer);
                } else if (operation == EwsOperation.SYNC_FOLDER_ITEMS) {
                    server.listing = any -> damage.apply(answer);
                } else if (operation == EwsOperation.GET_ATTACHMENT) {
                    server.attachments = any -> damage.apply(answer);
                } else {
                    server.found = any -> damage.apply(answer);
                    assertSafeSearch(name + ", seed " + seed, server);
                }
                assertSafe(name + ", seed " + seed, server);
            }
        });
    }

    @Test
    void aServerThatNeverComesToAnEndIsLeft() {
        Map<String, Function<String, String>> endless = Map.of(
                "gave none in 101 answers", state -> noChanges(state + "+"),
                "leads back", state -> noChanges(state.isEmpty() ? "s" : state));
        endless.forEach((words, answer) -> assertLeft(words, answer));
        assertLeft("leads back", state -> Rich.listing(ItemKind.TASK, state.equals("a") ? "b" : "a", false));
    }

    private void assertLeft(String words, Function<String, String> answer) {
        WireCalls server = new WireCalls(request -> {
            if (request instanceof SyncFolderItems sync) {
                String state = sync.getSyncState() == null ? "" : sync.getSyncState();
                return answer.apply(state).getBytes(UTF_8);
            }
            return new Server(ItemKind.TASK).answer(request);
        });
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.TASK, SyncState.START, null, 100, 10 << 20);
        try (EwsTransport transport = transport(server);
                ChangeSession session = transport.changes(ANNA, query)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            session.committed(session.next());
                        }
                    })
                    .isInstanceOfSatisfying(TransportException.class, fault -> {
                        assertThat(fault.code()).isEqualTo(TransportException.BAD_ANSWER);
                        assertThat(fault).hasMessageContaining(words).hasMessageContaining("inbox of anna@example.org");
                    });
        }
    }

    private static String noChanges(String state) {
        return Soap.envelope(Soap.answer(
                EwsOperation.SYNC_FOLDER_ITEMS,
                Soap.success(
                        EwsOperation.SYNC_FOLDER_ITEMS,
                        "<m:SyncState>" + state + "</m:SyncState><m:IncludesLastItemInRange>false"
                                + "</m:IncludesLastItemInRange>")));
    }

    @Test
    void aLargeStateIsTakenAsItIs() {
        String state = "s".repeat(10 << 20);
        Server server = new Server(ItemKind.CONTACT);
        server.listing = any -> Rich.listing(ItemKind.CONTACT, state, true).getBytes(UTF_8);
        try (EwsTransport transport = transport(server)) {
            assertThat(page(transport, ItemKind.CONTACT).next().value()).hasSize(10 << 20);
        }
    }

    @Test
    void anItemOfAnotherKindThanListedIsUnreadable() {
        Server server = new Server(ItemKind.CONTACT);
        server.items = any -> Rich.items(ItemKind.TASK, Rich.IDS).getBytes(UTF_8);
        assertFaults(server, "ItemClassNotSupported", "lists a contact and gives a task");
    }

    @Test
    void anAnswerThatBringsTheItemsInAnotherOrderMixesNothingUp() {
        Server server = new Server(ItemKind.TASK);
        server.items = any -> Rich.items(ItemKind.TASK, List.of("b", "a", "c")).getBytes(UTF_8);
        try (EwsTransport transport = transport(server)) {
            assertThat(page(transport, ItemKind.TASK).changes().subList(0, 3))
                    .extracting(change -> change.id().id() + " " + (change.item() != null))
                    .containsExactly("a false", "b false", "c true");
        }
    }

    @Test
    void anAttachmentThatTheServerDoesNotGiveCostsItsItem() {
        Server server = new Server(ItemKind.TASK);
        server.attachments = any -> Soap.envelope(Soap.answer(
                        EwsOperation.GET_ATTACHMENT,
                        Soap.success(EwsOperation.GET_ATTACHMENT, "<m:Attachments/>"),
                        Soap.success(EwsOperation.GET_ATTACHMENT, "")))
                .getBytes(UTF_8);
        assertFaults(server, EwsFault.ITEM_CORRUPT, "attachment is empty");
    }

    private void assertFaults(Server server, String code, String words) {
        try (EwsTransport transport = transport(server)) {
            assertThat(page(transport, server.kind).changes().subList(0, 3)).allSatisfy(change -> {
                assertThat(change.fault().code()).isEqualTo(code);
                assertThat(change.fault().message()).contains(words);
            });
        }
    }

    private void assertSafe(String what, Server server) {
        try (EwsTransport transport = transport(server)) {
            ChangePage page = page(transport, server.kind);
            assertThat(page.next().value()).as(what).isNotEmpty();
            assertThat(page.changes())
                    .as(what)
                    .extracting(change -> change.id().id())
                    .doesNotHaveDuplicates()
                    .allMatch(id -> !id.isBlank() && id.length() <= 1000);
            page.changes().forEach(change -> assertSafe(what, server, change));
        } catch (TransportException fault) {
            assertTyped(what, fault);
        } catch (RuntimeException | Error other) {
            throw new AssertionError(what, other);
        }
    }

    private static void assertSafe(String what, Server server, Change change) {
        if (change.fault() != null) {
            assertThat(change.fault().code()).as(what + ": " + change).matches("\\w{1,120}");
            assertThat(change.fault().code()).as(what + ": " + change).isNotEqualTo("ItemMappingFailed");
            assertThat(change.fault().message()).as(what).isNotBlank();
        } else if (change.item() != null) {
            assertThat(change.item().kind()).as(what).isEqualTo(server.kind).isEqualTo(change.kind());
            if (change.item() instanceof Appointment appointment) {
                assertThat(appointment.start().toString()).as(what).matches("\\d{4}-.*");
                assertThat(appointment.end().toString()).as(what).matches("\\d{4}-.*");
            }
            for (Attachment attachment : change.item().attachments()) {
                assertThat(attachment.content().size()).as(what).isNotNegative();
            }
        }
    }

    private void assertSafeSearch(String what, Server server) {
        try (EwsTransport transport = transport(server)) {
            assertThat(transport.find(ANNA, server.kind, INBOX, FindQuery.bySyncKey("k")))
                    .as(what)
                    .allMatch(id -> !id.id().isBlank());
        } catch (TransportException fault) {
            assertTyped(what, fault);
        } catch (RuntimeException other) {
            throw new AssertionError(what, other);
        }
    }

    private static void assertTyped(String what, TransportException fault) {
        assertThat(fault.code()).as(what + ": " + fault).matches("\\w{1,120}");
        assertThat(fault).as(what).hasMessageContaining("anna@example.org");
    }

    private static ChangePage page(EwsTransport transport, ItemKind kind) {
        ChangeQuery query = new ChangeQuery(INBOX, kind, SyncState.START, null, 100, 10 << 20);
        try (ChangeSession session = transport.changes(ANNA, query)) {
            return session.next();
        }
    }

    private EwsTransport transport(Server server) {
        return transport(new WireCalls(server::answer));
    }

    private EwsTransport transport(WireCalls calls) {
        ConnectionSettings settings = ConnectionSettings.builder(
                        "wire", URI.create("https://localhost/"), new Credentials("svc", Secret.of("secret")))
                .spool(1 << 20, spool)
                .build();
        return new EwsTransport(settings, calls, Clock.systemUTC());
    }

    /** A folder of three items of a kind, and what is done to its answers. */
    private static final class Server {
        private final ItemKind kind;
        private UnaryOperator<byte[]> listing = WHOLE;
        private UnaryOperator<byte[]> items = WHOLE;
        private UnaryOperator<byte[]> attachments = WHOLE;
        private UnaryOperator<byte[]> found = WHOLE;

        Server(ItemKind kind) {
            this.kind = kind;
        }

        byte[] answer(BaseRequestType request) {
            if (request instanceof SyncFolderItems) {
                return listing.apply(Rich.listing(kind, "state", true).getBytes(UTF_8));
            } else if (request instanceof GetItem get) {
                List<String> ids = get.getItemIds().getId().stream()
                        .map(id -> ((ItemIdType) id).getId())
                        .toList();
                return items.apply(Rich.items(kind, ids).getBytes(UTF_8));
            } else if (request instanceof GetAttachment get) {
                int count = get.getAttachmentIds().getAttachmentId().size();
                return attachments.apply(Rich.attachments(count).getBytes(UTF_8));
            }
            assertThat(request).isInstanceOf(FindItem.class);
            return found.apply(Rich.found(kind).getBytes(UTF_8));
        }
    }
}
