package org.exchangesync.sandbox.fault;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.exchangesync.sandbox.soap.Call;

/** A rule at work: counts, throws its dice, and lets go of who waits when it is deleted. Threadsafe. */
final class ActiveFault {
    private final long id;
    private final FaultRule rule;
    private final Waits waits;
    private final Random chance;
    private final CountDownLatch deleted = new CountDownLatch(1);
    private long seen;
    private long hits;

    /** @param rule its mailbox, if it names one, by primary address */
    ActiveFault(long id, FaultRule rule, Waits waits) {
        this.id = id;
        this.rule = rule;
        this.waits = waits;
        this.chance = new Random(rule.seed());
    }

    FaultRule rule() {
        return rule;
    }

    long id() {
        return id;
    }

    Waits waits() {
        return waits;
    }

    CountDownLatch deleted() {
        return deleted;
    }

    synchronized FaultStatus status() {
        return new FaultStatus(id, rule, seen, hits);
    }

    /** Counts a call, and says whether it is its turn. */
    synchronized Optional<Hit> hit(Call call) {
        if (!isFor(call)) {
            return Optional.empty();
        }
        seen++;
        // The dice are thrown for every call behind those skipped, so that the decisions depend on nothing but the
        // seed.
        if (seen <= rule.skip() || chance.nextDouble() >= rule.probability() || hits == rule.count()) {
            return Optional.empty();
        }
        return Optional.of(new Hit(this, ++hits, call));
    }

    private boolean isFor(Call call) {
        boolean mailbox = rule.mailbox() == null
                || call.own().filter(m -> m.address().equals(rule.mailbox())).isPresent();
        return mailbox
                && (rule.caller() == null
                        || rule.caller().equalsIgnoreCase(call.account().user()))
                && (rule.operation() == null || rule.operation().equals(call.operation()))
                && rule.fault().concerns(call, rule);
    }
}
