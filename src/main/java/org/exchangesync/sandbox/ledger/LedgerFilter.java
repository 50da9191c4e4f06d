package org.exchangesync.sandbox.ledger;

import java.util.function.Function;
import org.exchangesync.sandbox.http.CallFilter;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.soap.Call;

/** Lets the ledger know who is calling, and holds back the answer until the ledger is safe. */
public final class LedgerFilter implements CallFilter {
    private final Ledger ledger;

    public LedgerFilter(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Reply around(Call call, Function<Call, Reply> rest) {
        return ledger.during(call.account().user(), call.operation(), () -> rest.apply(call));
    }
}
