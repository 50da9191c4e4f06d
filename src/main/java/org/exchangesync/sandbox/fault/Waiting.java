package org.exchangesync.sandbox.fault;

import java.time.Duration;
import java.util.function.Function;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;

/** Faults that let time pass. */
final class Waiting {
    private Waiting() {}

    static Reply holdBefore(Hit hit, Function<Call, Reply> rest) {
        return hit.fault().waits().hold(hit, () -> drops(hit) ? Reply.NONE : rest.apply(hit.call()));
    }

    static Reply holdAfter(Hit hit, Function<Call, Reply> rest) {
        Reply reply = rest.apply(hit.call());
        return hit.fault().waits().hold(hit, () -> drops(hit) ? Reply.NONE : reply);
    }

    static Reply latency(Hit hit, Function<Call, Reply> rest) {
        Duration time = Duration.ofMillis(hit.rule().number("millis").orElseThrow());
        Waits waits = hit.fault().waits();
        if (hit.rule().word("when").equals("before")) {
            return waits.pause(hit, time, () -> rest.apply(hit.call()));
        }
        Reply reply = rest.apply(hit.call());
        return waits.pause(hit, time, () -> reply);
    }

    static Reply slowBytes(Hit hit, Function<Call, Reply> rest) {
        return rest.apply(hit.call())
                .through(new SlowWire(hit, hit.rule().number("bytesPerSecond").orElseThrow()));
    }

    private static boolean drops(Hit hit) {
        return hit.rule().word("afterwards").equals("drop");
    }
}
