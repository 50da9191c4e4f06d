package org.exchangesync.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.exchangesync.transport.MemoryTransport.Call;

/** The faults that a test ordered from a {@link MemoryTransport}, and the log of its calls. Threadsafe. */
final class MemoryFaults {
    private final Map<TransportOperation, Deque<RuntimeException>> before = new EnumMap<>(TransportOperation.class);
    private final Map<TransportOperation, Deque<RuntimeException>> after = new EnumMap<>(TransportOperation.class);
    private final Map<String, Supplier<? extends RuntimeException>> mailboxes = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private volatile Consumer<Call> listener = call -> {};

    synchronized void failNext(TransportOperation operation, RuntimeException fault) {
        before.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(fault);
    }

    synchronized void loseNextAnswer(TransportOperation operation, RuntimeException fault) {
        after.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(fault);
    }

    synchronized void failMailbox(String address, Supplier<? extends RuntimeException> fault) {
        mailboxes.put(address.toLowerCase(), fault);
    }

    synchronized void mendMailbox(String address) {
        mailboxes.remove(address.toLowerCase());
    }

    void listen(Consumer<Call> value) {
        listener = value;
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Runs a call; faults ordered for it come before it has any effect, or after it had. */
    <T> T run(Call call, Supplier<T> work) {
        listener.accept(call);
        beforeCall(call);
        T answer = work.get();
        afterCall(call);
        return answer;
    }

    private synchronized void beforeCall(Call call) {
        calls.add(call);
        Supplier<? extends RuntimeException> broken =
                mailboxes.get(call.mailbox().toLowerCase());
        if (broken != null) {
            throw broken.get();
        }
        throwFirst(before.get(call.operation()));
    }

    private synchronized void afterCall(Call call) {
        throwFirst(after.get(call.operation()));
    }

    private static void throwFirst(Deque<RuntimeException> faults) {
        if (faults != null && !faults.isEmpty()) {
            throw faults.poll();
        }
    }
}
