package org.exchangesync.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.DeliveryReport;
import org.exchangesync.sync.DeadLetters;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderState;
import org.exchangesync.sync.FolderTrouble;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.OwnMail;
import org.exchangesync.sync.ParkedDeletes;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;
import org.exchangesync.sync.RemoteAction;
import org.exchangesync.sync.RowFailure;
import org.exchangesync.sync.SyncTransaction;

/** One transaction, at one point in time; each table's SQL is in the class named after the table. */
final class JdbcSyncTransaction implements SyncTransaction {
    private final Instant now;
    private final RetryLadder retries;
    private final RecordTable records;
    private final RecordWriter writer;
    private final LinkTable links;
    private final ParkedDeleteTable deletes;
    private final DeadLetterTable letters;
    private final RemoteActionTable actions;
    private final PublicationTable publications;
    private final FolderStateTable states;
    private final FolderTroubleTable troubles;
    private final SeenItemTable seen;
    private final DeliveryReportTable reports;

    JdbcSyncTransaction(Jdbc jdbc, Dialect dialect, Instant now, RetryLadder retries) {
        ContentTable contents = new ContentTable(jdbc, dialect);
        this.now = now;
        this.retries = retries;
        this.records = new RecordTable(jdbc, dialect);
        this.writer = new RecordWriter(jdbc, contents, now);
        this.links = new LinkTable(jdbc);
        this.deletes = new ParkedDeleteTable(jdbc, now);
        this.letters = new DeadLetterTable(jdbc, contents, now);
        this.actions = new RemoteActionTable(jdbc);
        this.publications = new PublicationTable(jdbc, dialect);
        this.states = new FolderStateTable(jdbc);
        this.troubles = new FolderTroubleTable(jdbc);
        this.seen = new SeenItemTable(jdbc);
        this.reports = new DeliveryReportTable(jdbc);
    }

    @Override
    public Map<String, Link> links(String mailbox, String transport, Collection<String> itemIds) {
        return links.of(mailbox, transport, itemIds);
    }

    @Override
    public Map<UUID, List<Link>> linksOf(Collection<UUID> ids) {
        return links.of(ids);
    }

    @Override
    public Map<UUID, RecordHead> records(Collection<UUID> ids) {
        return records.locked(ids);
    }

    @Override
    public Map<String, RecordHead> recordsByIdentity(ItemKind kind, Collection<String> identities) {
        return records.lockedByIdentity(kind, identities);
    }

    @Override
    public Set<String> knownMessageIds(Collection<String> messageIds) {
        return records.knownMessageIds(messageIds);
    }

    @Override
    public Map<String, List<RecordHead>> orphansByDigest(String mailbox, ItemKind kind, Collection<String> digests) {
        return records.orphansByDigest(mailbox, kind, digests);
    }

    @Override
    public List<RowFailure> write(List<RecordWrite> writes) {
        return writer.write(writes);
    }

    @Override
    public void receivedEarlier(Map<UUID, Instant> receivedAt) {
        records.receivedEarlier(receivedAt);
    }

    @Override
    public void link(List<Link> added) {
        records.notGone(added.stream().map(Link::recordId).collect(Collectors.toSet()));
        links.put(added);
    }

    @Override
    public void unlink(String mailbox, String transport, Collection<String> itemIds) {
        links.remove(mailbox, transport, itemIds);
    }

    @Override
    public List<RecordHead> markGone(Collection<UUID> ids) {
        return records.markGone(ids, now);
    }

    @Override
    public List<OwnMail> ownMail(Collection<String> messageIds, Collection<UUID> ids) {
        return records.ownMail(messageIds, ids);
    }

    @Override
    public List<UUID> unlinkOthers(String mailbox, String transport, int limit) {
        deletes.removeOthers(mailbox, transport);
        return links.removeOthers(mailbox, transport, limit);
    }

    @Override
    public void reported(UUID reportId, DeliveryReport report) {
        reports.put(reportId, report);
    }

    @Override
    public ParkedDeletes deletes() {
        return deletes;
    }

    @Override
    public DeadLetters letters() {
        return letters;
    }

    @Override
    public void owe(List<RemoteAction> owed) {
        actions.owe(owed, now);
    }

    @Override
    public void withdraw(FolderKey folder, Collection<String> itemIds, RemoteAction.Type type) {
        actions.withdraw(folder, itemIds, type, now);
    }

    @Override
    public List<String> postpone(FolderKey folder, RemoteAction.Type type, String code, String reason, Instant until) {
        return actions.postpone(folder, type, code, reason, until);
    }

    @Override
    public void actionDone(RemoteAction action, String newId) {
        actions.done(action, newId, now);
    }

    @Override
    public void actionFailed(RemoteAction action, String code, String reason, boolean giveUp) {
        actions.failed(action, code, reason, giveUp, retries, now);
    }

    @Override
    public void publish(List<Publication> promised) {
        publications.promise(promised, now);
    }

    @Override
    public void saveState(FolderState next) {
        states.save(next, now);
    }

    @Override
    public void saw(FolderKey folder, Collection<String> itemIds, Collection<String> forgotten) {
        if (!forgotten.isEmpty()) {
            seen.remove(folder, forgotten);
        }
        if (!itemIds.isEmpty()) {
            seen.put(folder, itemIds);
        }
    }

    @Override
    public void forgetSeen(FolderKey folder) {
        seen.removeAll(folder);
    }

    @Override
    public void troubled(FolderTrouble trouble) {
        troubles.put(trouble);
    }

    @Override
    public void mended(FolderKey folder) {
        troubles.remove(folder);
    }
}
