package org.exchangesync.sandbox.fault;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.exchangesync.sandbox.http.CallFilter;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;

/**
 * The rules after which faults happen. Several may hit one call: each stands around those that were added later, and a
 * rule behind one that kept the call from going on neither hits nor counts it. Threadsafe.
 *
 * <pre>{@code
 * long id = server.faults().add(FaultRule.of(FaultKind.HOLD_AFTER).operation("MoveItem").count(1));
 * ... // server.faults().held() tells when it holds one
 * server.faults().remove(id);
 * }</pre>
 */
public final class Faults implements CallFilter {
    /** The most rules at once. */
    public static final int MOST_RULES = 100;
    /** The most calls that are kept waiting at once; one more is answered with status 503. */
    public static final int MOST_WAITING = Waits.MOST;

    private final MailStore store;
    private final Set<String> operations;
    private final CallFilter inside;
    private final Waits waits = new Waits();
    private final List<ActiveFault> active = new CopyOnWriteArrayList<>();
    private long lastId;

    /**
     * @param operations the names that a rule may name
     * @param inside what is to happen around a call within all faults
     */
    public Faults(MailStore store, Set<String> operations, CallFilter inside) {
        this.store = store;
        this.operations = new TreeSet<>(operations);
        this.inside = inside;
    }

    /**
     * Lets a fault happen from now on.
     *
     * @return the id to remove it by
     * @throws IllegalArgumentException with what is allowed, when the rule names something that isn't there, says too
     *     little, or is one too many
     */
    public synchronized long add(FaultRule rule) {
        FaultRule complete = rule.complete();
        if (rule.operation() != null && !operations.contains(rule.operation())) {
            throw new IllegalArgumentException(
                    "there is no operation '" + rule.operation() + "'; there are " + String.join(", ", operations));
        }
        if (rule.mailbox() != null) {
            complete = complete.mailbox(primary(rule.mailbox()));
        }
        if (active.size() == MOST_RULES) {
            throw new IllegalArgumentException(
                    "there are " + MOST_RULES + " fault rules already, the most there can be; delete some first");
        }
        active.add(new ActiveFault(++lastId, complete, waits));
        return lastId;
    }

    private String primary(String address) {
        return store.byAnyAddress(address.toLowerCase(Locale.ROOT))
                .map(Mailbox::address)
                .orElseThrow(() -> new IllegalArgumentException("the sandbox has no mailbox '" + address + "'; it has "
                        + String.join(
                                ", ",
                                store.mailboxes().stream().map(Mailbox::address).toList())));
    }

    /** All rules in the order in which they were added, those too whose count is used up. */
    public List<FaultStatus> list() {
        return active.stream().map(ActiveFault::status).toList();
    }

    /** The calls that are held right now, those that wait longest first. */
    public List<HeldCall> held() {
        return waits.held();
    }

    /** Ends a rule and lets go of the calls that it keeps waiting; false when there is none of that id. */
    public synchronized boolean remove(long id) {
        List<ActiveFault> ended = active.stream().filter(f -> f.id() == id).toList();
        active.removeAll(ended);
        ended.forEach(f -> f.deleted().countDown());
        return !ended.isEmpty();
    }

    /** Ends all rules and lets go of all calls. */
    public synchronized void clear() {
        List<ActiveFault> ended = List.copyOf(active);
        active.removeAll(ended);
        ended.forEach(f -> f.deleted().countDown());
    }

    @Override
    public Reply around(Call call, Function<Call, Reply> rest) {
        return around(call, List.copyOf(active), rest);
    }

    private Reply around(Call call, List<ActiveFault> left, Function<Call, Reply> rest) {
        if (left.isEmpty() || call.refusal() != null) {
            return inside.around(call, rest);
        }
        ActiveFault first = left.get(0);
        Function<Call, Reply> others = c -> around(c, left.subList(1, left.size()), rest);
        Optional<Hit> hit = first.hit(call);
        return hit.isPresent() ? first.rule().fault().action().around(hit.get(), others) : others.apply(call);
    }
}
