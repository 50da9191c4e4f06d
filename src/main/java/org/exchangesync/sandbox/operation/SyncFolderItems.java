package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Tells what changed in a folder since a state: first what left it, then what came or changed, newest first; or the other
 * way round where the server was described so. What
 * changes while a client pages is told at once or in the next round; it may be told twice, never not at all.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation">
 * SyncFolderItems</a>.
 */
final class SyncFolderItems implements Operation {
    private static final int MOST = 512;

    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        Shape shape = Shape.of(request.child("ItemShape").orElseThrow());
        int most = Math.max(
                1,
                Math.min(
                        MOST,
                        request.textOf("MaxChangesReturned")
                                .map(Integer::parseInt)
                                .orElse(MOST)));
        boolean associated = request.textOf("SyncScope").orElse("NormalItems").equals("NormalAndAssociatedItems");
        Set<String> ignored = request.child("Ignore").map(Xml::children).orElse(List.of()).stream()
                .map(id -> id.attribute("Id"))
                .collect(Collectors.toSet());
        return Responses.one(call, "SyncFolderItems", null, () -> {
            Folder folder =
                    FolderTargets.in(call, request.child("SyncFolderId").orElseThrow(), "ErrorSyncFolderNotFound");
            SyncState expected =
                    SyncState.initial('I', call.store().guid(), folder.mailbox().states(), folder.number());
            SyncState state = request.textOf("SyncState")
                    .filter(s -> !s.isEmpty())
                    .map(s -> SyncState.decode(s, expected))
                    .orElse(expected);
            return folder.mailbox().read(() -> new Round(call, folder, shape, associated, ignored, most, state).page());
        });
    }

    /** One answer of a round. */
    private static final class Round {
        private final Call call;
        private final Folder folder;
        private final Shape shape;
        private final boolean associated;
        private final Set<String> ignored;
        private final int most;
        private final SyncState state;
        private final long high;
        private final List<Xml> changes = new ArrayList<>();
        /** Below zero while removals are told: the last one's change, negated; above zero the last item. */
        private long cursor;

        Round(
                Call call,
                Folder folder,
                Shape shape,
                boolean associated,
                Set<String> ignored,
                int most,
                SyncState state) {
            this.call = call;
            this.folder = folder;
            this.shape = shape;
            this.associated = associated;
            this.ignored = ignored;
            this.most = most;
            this.state = state;
            this.high = state.isUnderWay() ? state.high() : folder.mailbox().lastChange();
        }

        List<Xml> page() {
            boolean done = folder.itemsChanged() <= state.low()
                    || (call.store().tellsRemovalsLast() ? itemsThenRemovals() : removalsThenItems());
            SyncState next = new SyncState(
                    'I', state.store(), state.mailbox(), state.folder(), done ? high : state.low(), high, cursor);
            return List.of(
                    Xml.m("SyncState", next.encode()),
                    Xml.m("IncludesLastItemInRange", done),
                    Xml.m("Changes", changes));
        }

        private boolean removalsThenItems() {
            boolean inItems = state.isUnderWay() && state.cursor() > 0;
            return (inItems || removals(state.isUnderWay() ? -state.cursor() : state.low()))
                    && items(inItems ? state.cursor() : Long.MAX_VALUE);
        }

        private boolean itemsThenRemovals() {
            boolean inRemovals = state.isUnderWay() && state.cursor() <= 0;
            return (inRemovals || items(state.isUnderWay() ? state.cursor() : Long.MAX_VALUE))
                    && removals(inRemovals ? -state.cursor() : state.low());
        }

        /** Adds what left the folder after that change; false when the page is full before the end. */
        private boolean removals(long after) {
            cursor = -after;
            for (Folder.Removal removal : folder.removalsAfter(after)) {
                if (removal.removed() > high || removal.created() > state.low()) {
                    continue;
                }
                if (changes.size() >= most) {
                    return false;
                }
                cursor = -removal.removed();
                EwsId id = new EwsId(EwsId.Kind.ITEM, folder.mailbox().guid(), folder.number(), removal.item(), 0);
                changes.add(Xml.t("Delete", Xml.t("ItemId").with("Id", id.encode())));
            }
            return true;
        }

        /** Adds what changed among the items below that one; false when the page is full before the end. */
        private boolean items(long below) {
            for (StoredItem item : folder.itemsBelow(below)) {
                if (!concerns(item)) {
                    continue;
                }
                if (changes.size() >= most) {
                    return false;
                }
                cursor = item.number();
                changes.add(change(item));
            }
            return true;
        }

        private boolean concerns(StoredItem item) {
            return Math.max(item.changed(), item.readChanged()) > state.low()
                    && (associated || !item.content().associated())
                    && (ignored.isEmpty() || !ignored.contains(item.id()));
        }

        private Xml change(StoredItem item) {
            ItemView view = ItemView.of(item);
            if (item.created() > state.low()) {
                return Xml.t("Create", new ItemRenderer(call).listed(view, shape));
            }
            if (item.changed() > state.low()) {
                return Xml.t("Update", new ItemRenderer(call).listed(view, shape));
            }
            return Xml.t(
                    "ReadFlagChange",
                    Xml.t("ItemId").with("Id", item.id()).with("ChangeKey", item.changeKey()),
                    Xml.t("IsRead", item.values().bool("message:IsRead")));
        }
    }
}
