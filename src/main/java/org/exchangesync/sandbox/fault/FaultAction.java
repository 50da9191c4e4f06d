package org.exchangesync.sandbox.fault;

import java.util.function.Function;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;

/** What a fault does to a call that it hits. */
@FunctionalInterface
interface FaultAction {
    /** @param rest what happens to the call otherwise; a fault that doesn't ask for it keeps it from being performed */
    Reply around(Hit hit, Function<Call, Reply> rest);
}
