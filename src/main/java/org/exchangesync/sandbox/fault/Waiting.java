package org.exchangesync.sandbox.fault;

import java.util.function.Function;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;

/** Faults that let time pass. */
final class Waiting {
    private Waiting() {}

    static Reply holdBefore(Call call, ActiveFault fault, Function<Call, Reply> rest) {
        return fault.waits().hold(fault, call, () -> drops(fault) ? Reply.NONE : rest.apply(call));
    }

    static Reply holdAfter(Call call, ActiveFault fault, Function<Call, Reply> rest) {
        Reply reply = rest.apply(call);
        return fault.waits().hold(fault, call, () -> drops(fault) ? Reply.NONE : reply);
    }

    private static boolean drops(ActiveFault fault) {
        return fault.rule().word("afterwards").equals("drop");
    }
}
