package org.exchangesync.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.item.Content;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.FolderKey;
import org.exchangesync.sync.FolderState;
import org.exchangesync.sync.FolderTrouble;
import org.exchangesync.sync.LetterKeys;
import org.exchangesync.sync.Link;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.RemoteAction;
import org.exchangesync.sync.ResolvedLetter;
import org.exchangesync.sync.SyncStore;
import org.exchangesync.sync.SyncTransaction;
import org.exchangesync.transport.SeenItems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's store. This class is threadsafe. */
final class JdbcSyncStore implements SyncStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcSyncStore.class);

    private final Transactions transactions;
    private final Clock clock;
    private final RetryLadder retries;

    JdbcSyncStore(Transactions transactions, Clock clock, RetryLadder retries) {
        this.transactions = transactions;
        this.clock = clock;
        this.retries = retries;
    }

    @Override
    public FolderState folderState(FolderKey folder) {
        return transactions.run(jdbc -> new FolderStateTable(jdbc).of(folder));
    }

    @Override
    public SeenItems seen(FolderKey folder) {
        return new SeenItems() {
            @Override
            public Set<String> among(Collection<String> ids) {
                return transactions.run(jdbc -> new SeenItemTable(jdbc).among(folder, ids));
            }

            @Override
            public Collection<String> all() {
                return transactions.run(jdbc -> new SeenItemTable(jdbc).all(folder));
            }

            @Override
            public long count() {
                return transactions.run(jdbc -> new SeenItemTable(jdbc).count(folder));
            }
        };
    }

    @Override
    public boolean hasUnseen(FolderKey folder, int generation, Instant since) {
        return transactions.run(
                jdbc -> new ParkedDeleteTable(jdbc, clock.instant()).hasUnseen(folder, generation, since));
    }

    @Override
    public List<ResolvedLetter> resolvedLetters(String mailbox, Supplier<LetterKeys> wanted) {
        return transactions.run(jdbc -> ResolvedLetters.of(jdbc, mailbox, wanted));
    }

    @Override
    public Optional<FolderTrouble> trouble(FolderKey folder) {
        return transactions.run(jdbc -> new FolderTroubleTable(jdbc).of(folder));
    }

    @Override
    public Map<FolderKey, ItemKind> foldersWithDeletes(String mailbox) {
        return transactions.run(jdbc -> new ParkedDeleteTable(jdbc, clock.instant()).folders(mailbox));
    }

    @Override
    public long lastParked(String mailbox) {
        return transactions.run(jdbc -> new ParkedDeleteTable(jdbc, clock.instant()).last(mailbox));
    }

    @Override
    public List<Link> lookalikes(
            FolderKey folder,
            ItemKind kind,
            Collection<String> itemIds,
            Collection<String> digests,
            Collection<String> identities) {
        return transactions.run(jdbc -> {
            RecordTable records = new RecordTable(jdbc, transactions.dialect());
            Set<UUID> alike = new HashSet<>(records.withDigests(kind, digests));
            alike.addAll(records.withIdentities(
                    kind,
                    identities.stream()
                            .map(identity -> StoredText.key(identity, Tables.IDENTITY_LENGTH))
                            .toList()));
            Set<String> given = new HashSet<>(itemIds);
            List<Link> links = new LinkTable(jdbc)
                    .of(alike).values().stream()
                            .flatMap(List::stream)
                            .filter(link -> link.folder().mailbox().equals(folder.mailbox())
                                    && link.folder().transport().equals(folder.transport())
                                    && !given.contains(link.itemId()))
                            .toList();
            Set<String> parked = new ParkedDeleteTable(jdbc, clock.instant())
                    .among(
                            folder.mailbox(),
                            folder.transport(),
                            links.stream().map(Link::itemId).toList());
            return links.stream()
                    .filter(link -> !parked.contains(link.itemId()))
                    .toList();
        });
    }

    @Override
    public <T> T inTransaction(MailboxClaim claim, Function<SyncTransaction, T> work) {
        return transactions.runDurably(jdbc -> {
            check(jdbc, claim, transactions.dialect().lock());
            return work.apply(new JdbcSyncTransaction(jdbc, transactions.dialect(), clock.instant(), retries));
        });
    }

    @Override
    public <T> T tentatively(Function<SyncTransaction, T> work) {
        return transactions.runAndRollBack(
                jdbc -> work.apply(new JdbcSyncTransaction(jdbc, transactions.dialect(), clock.instant(), retries)));
    }

    @Override
    public void keep(Collection<Content> contents) {
        List<List<Content>> portions =
                ContentTable.portions(contents, transactions.dialect().contentBytesOfATransaction());
        if (portions.size() < 2) {
            return; // they may as well go with the records
        }
        for (List<Content> portion : portions) {
            try {
                transactions.run(jdbc -> {
                    new ContentTable(jdbc, transactions.dialect()).add(portion);
                    return null;
                });
            } catch (LostRaceException e) {
                // somebody else is storing the same, or did so: what is missing will go with the records
                LOG.debug("some contents were not stored ahead: {}", e.getMessage());
            }
        }
    }

    @Override
    public List<RemoteAction> dueActions(MailboxClaim claim, String transport, int limit) {
        return transactions.run(jdbc -> {
            check(jdbc, claim, "");
            return new RemoteActionTable(jdbc).due(claim.mailbox(), transport, limit, clock.instant());
        });
    }

    static void check(Jdbc jdbc, MailboxClaim claim, String lock) {
        List<UUID> token = jdbc.query(
                "SELECT claim_token FROM mailbox WHERE mailbox = ?" + lock,
                row -> row.getObject(1, UUID.class),
                claim.mailbox());
        if (!token.contains(claim.token())) {
            throw LostRaceException.ofClaim(claim);
        }
    }
}
