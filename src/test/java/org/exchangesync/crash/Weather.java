package org.exchangesync.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.exchangesync.sandbox.fill.DemoData;

/**
 * What the sandbox does to the calls of the program: some of all the faults that it can play, others each time, at random
 * calls. The owners of the mailboxes are spared, except that nobody trusts a stranger's certificate. Seeded.
 */
final class Weather {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 5;
    private static final List<String> FAULTS =
            List.of("""
            {"fault": "cut", "in": "answer", "probability": 0.08, "afterBytes": %d}""", """
            {"fault": "cut", "in": "content", "operation": "GetItem", "probability": 0.2, "afterBytes": %d}""", """
            {"fault": "http-status", "status": 500, "probability": 0.08}""", """
            {"fault": "http-status", "status": 502, "when": "after", "probability": 0.05}""", """
            {"fault": "http-status", "status": 503, "probability": 0.08}""", """
            {"fault": "http-status", "status": 503, "retryAfter": 1, "probability": 0.08}""", """
            {"fault": "server-busy", "probability": 0.08}""", """
            {"fault": "server-busy", "as": "response", "backOffMilliseconds": 800, "probability": 0.08}""", """
            {"fault": "unauthorized", "count": 2}""", """
            {"fault": "damaged-xml", "probability": 0.06}""", """
            {"fault": "damaged-base64", "operation": "GetItem", "count": 2, "probability": 0.1}""", """
            {"fault": "slow-bytes", "bytesPerSecond": 20000, "probability": 0.03}""", """
            {"fault": "wrong-content-length", "by": -20, "probability": 0.04}""", """
            {"fault": "wrong-content-length", "by": 20, "probability": 0.02, "count": 2}""", """
            {"fault": "oversize", "in": "space", "bytes": 90000000, "operation": "SyncFolderItems", "count": 1}""", """
            {"fault": "expired-state", "probability": 0.1, "count": 3}""", """
            {"fault": "latency", "millis": 400, "probability": 0.1}""", """
            {"fault": "error-code", "code": "ErrorTimeoutExpired", "operation": "GetItem", "probability": 0.1}""", """
            {"fault": "error-code", "code": "ErrorMailboxStoreUnavailable", "probability": 0.05}""");

    private final SandboxProgram sandbox;
    private final Random random;
    private final Map<String, Integer> hits = new TreeMap<>();
    private int before;

    Weather(SandboxProgram sandbox, long seed) {
        this.sandbox = sandbox;
        this.random = new Random(seed);
    }

    /** Other faults than before. */
    void changes() {
        clears();
        List<String> some = new ArrayList<>(FAULTS);
        Collections.shuffle(some, random);
        some.subList(0, AT_ONCE).forEach(rule -> sandbox.order(rule(rule.formatted(random.nextInt(3000)))));
    }

    private ObjectNode rule(String text) {
        try {
            return ((ObjectNode) JSON.readTree(text))
                    .put("caller", DemoData.SERVICE_ACCOUNT)
                    .put("seed", random.nextInt(1_000_000));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** No more faults. */
    void clears() {
        before += sandbox.seen();
        sandbox.hits().forEach((fault, times) -> hits.merge(fault, times, Integer::sum));
        sandbox.release();
    }

    /** How many calls came by a rule, hit or not. */
    int calls() {
        return before + sandbox.seen();
    }

    /** How many calls each fault has hit. */
    Map<String, Integer> hits() {
        return hits;
    }
}
