package org.exchangesync.sandbox.http;

import java.util.function.Function;
import org.exchangesync.sandbox.soap.Call;

/** What happens around an EWS call, between its arrival and its answer. */
@FunctionalInterface
public interface CallFilter {
    /** Does nothing. */
    CallFilter NONE = (call, rest) -> rest.apply(call);

    /**
     * Answers a call that was read and whose mailbox and operation are known.
     *
     * @param rest performs it
     */
    Reply around(Call call, Function<Call, Reply> rest);
}
