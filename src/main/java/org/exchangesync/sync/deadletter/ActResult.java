package org.exchangesync.sync.deadletter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an act on several letters came to.
 *
 * @param done the letters that it was done to
 * @param refused the others, each with the reason
 */
public record ActResult(List<Long> done, Map<Long, String> refused) {
    public ActResult {
        done = List.copyOf(done);
        refused = new TreeMap<>(refused);
    }
}
