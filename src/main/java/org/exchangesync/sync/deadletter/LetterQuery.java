package org.exchangesync.sync.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.exchangesync.item.ItemKind;

/**
 * Which dead letters are wanted. Empty sets and nulls don't restrict; several criteria must all hold.
 *
 * @param ids of the letters
 * @param states how far they are
 * @param codes exact codes, upper and lower case alike; one that ends in {@code *} is a beginning
 * @param mailbox address, upper and lower case alike
 * @param profile name
 * @param kinds of items
 * @param seenFrom last seen at this time or later
 * @param seenBefore last seen before
 * @param limit the most to return, at least 1
 */
public record LetterQuery(
        List<Long> ids,
        Set<LetterState> states,
        Set<String> codes,
        String mailbox,
        String profile,
        Set<ItemKind> kinds,
        Instant seenFrom,
        Instant seenBefore,
        int limit) {
    /** All letters, at most a hundred. */
    public static final LetterQuery ALL =
            new LetterQuery(List.of(), Set.of(), Set.of(), null, null, Set.of(), null, null, 100);

    /** Those that wait for a person. */
    public static final LetterQuery OPEN = ALL.in(LetterState.OPEN);

    public LetterQuery {
        ids = List.copyOf(ids);
        states = Set.copyOf(states);
        codes = Set.copyOf(codes);
        kinds = Set.copyOf(kinds);
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " finds nothing; give at least 1");
        }
    }

    /** These letters, whatever their state. */
    public static LetterQuery of(List<Long> ids) {
        return new LetterQuery(ids, Set.of(), Set.of(), null, null, Set.of(), null, null, Math.max(1, ids.size()));
    }

    public LetterQuery in(LetterState... wanted) {
        return new LetterQuery(ids, Set.of(wanted), codes, mailbox, profile, kinds, seenFrom, seenBefore, limit);
    }

    public LetterQuery withCodes(Set<String> wanted) {
        return new LetterQuery(ids, states, wanted, mailbox, profile, kinds, seenFrom, seenBefore, limit);
    }

    public LetterQuery ofMailbox(String address) {
        return new LetterQuery(ids, states, codes, address, profile, kinds, seenFrom, seenBefore, limit);
    }

    public LetterQuery ofProfile(String name) {
        return new LetterQuery(ids, states, codes, mailbox, name, kinds, seenFrom, seenBefore, limit);
    }

    public LetterQuery ofKinds(Set<ItemKind> wanted) {
        return new LetterQuery(ids, states, codes, mailbox, profile, wanted, seenFrom, seenBefore, limit);
    }

    public LetterQuery seen(Instant from, Instant before) {
        return new LetterQuery(ids, states, codes, mailbox, profile, kinds, from, before, limit);
    }

    public LetterQuery atMost(int most) {
        return new LetterQuery(ids, states, codes, mailbox, profile, kinds, seenFrom, seenBefore, most);
    }
}
