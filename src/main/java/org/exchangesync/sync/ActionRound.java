package org.exchangesync.sync;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.exchangesync.item.ItemId;

/** The remote actions of one cycle: what was tried, and what is not to be tried any more. Used by one thread at a time. */
public final class ActionRound {
    private final Set<Long> tried = new HashSet<>();
    private final Set<RemoteAction.Type> held = EnumSet.noneOf(RemoteAction.Type.class);
    private final Set<RemoteAction.Type> possible = EnumSet.noneOf(RemoteAction.Type.class);
    private final int most;
    private List<RemoteAction> next = List.of();
    private boolean stopped;

    ActionRound(int most) {
        this.most = most;
    }

    /** How many more may be tried. */
    int room() {
        return Math.max(0, most - tried.size());
    }

    /** Takes those that were not tried yet; false if there are none. */
    boolean take(List<RemoteAction> due) {
        next = due.stream()
                .filter(action -> !holds(action.type()) && tried.add(action.id()))
                .toList();
        return !next.isEmpty();
    }

    /** What is to be done now, for the route. */
    public List<RemoteAction> getNext() {
        return next;
    }

    /** The items of the actions that are to be done now and are like this one, in their order. */
    List<ItemId> of(RemoteAction action) {
        return next.stream()
                .filter(other -> other.type() == action.type() && other.folder().equals(action.folder()))
                .map(RemoteAction::itemId)
                .toList();
    }

    /** Nothing of this type can be done in the mailbox now. */
    void hold(RemoteAction.Type type) {
        held.add(type);
    }

    boolean holds(RemoteAction.Type type) {
        return stopped || held.contains(type);
    }

    /** Whether nothing of this type was done before in this cycle. */
    boolean isFirstSuccess(RemoteAction.Type type) {
        return possible.add(type);
    }

    /** Nothing can be done in the mailbox now. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
