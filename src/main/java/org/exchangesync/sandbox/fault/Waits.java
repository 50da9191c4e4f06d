package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.store.Mailbox;

/** Keeps calls waiting, a limited number of them, so that there are threads left for the others. Threadsafe. */
final class Waits {
    /** The most calls that wait at once; one more is answered 503. */
    static final int MOST = 64;

    private final Semaphore free = new Semaphore(MOST);
    private final Collection<HeldCall> held = new ConcurrentLinkedQueue<>();

    /** The calls that are held, those that wait longest first. */
    List<HeldCall> held() {
        return held.stream().sorted(Comparator.comparing(HeldCall::since)).toList();
    }

    /** Waits until the rule is deleted, then goes on. */
    Reply hold(Hit hit, Supplier<Reply> then) {
        Call call = hit.call();
        HeldCall mine = new HeldCall(
                hit.fault().id(),
                hit.rule().fault(),
                call.own().map(Mailbox::address).orElse(null),
                call.operation(),
                call.account().user(),
                call.clock().instant());
        return waiting(
                () -> {
                    held.add(mine);
                    try {
                        hit.fault().deleted().await();
                    } finally {
                        held.remove(mine);
                    }
                },
                then);
    }

    /** Waits for a time, or until the rule is deleted if that comes first, then goes on. */
    Reply pause(Hit hit, Duration time, Supplier<Reply> then) {
        return waiting(() -> hit.fault().deleted().await(time.toNanos(), TimeUnit.NANOSECONDS), then);
    }

    /** The same for an answer that is under way already; where too many wait it doesn't wait. */
    void pause(Hit hit, Duration time) throws IOException {
        if (!free.tryAcquire()) {
            return;
        }
        try {
            hit.fault().deleted().await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the sandbox is being closed", e);
        } finally {
            free.release();
        }
    }

    private Reply waiting(Wait wait, Supplier<Reply> then) {
        if (!free.tryAcquire()) {
            return Reply.of(
                    503,
                    "text/plain",
                    ("The sandbox already keeps " + MOST + " calls waiting; delete a fault rule to let them go.\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        try {
            wait.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.NONE; // the sandbox is being closed
        } finally {
            free.release();
        }
        return then.get();
    }

    private interface Wait {
        void await() throws InterruptedException;
    }
}
