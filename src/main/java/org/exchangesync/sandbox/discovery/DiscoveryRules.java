package org.exchangesync.sandbox.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Protocol;

/** The rules after which Autodiscover answers something else; the first that fits does. Threadsafe. */
public final class DiscoveryRules {
    private static final int MOST = 100;

    private final List<DiscoveryRule> rules = new ArrayList<>();

    /** Adds a rule behind those there are. */
    public synchronized void add(DiscoveryRule rule) {
        if (rules.size() == MOST) {
            throw new IllegalArgumentException("there are " + MOST + " rules already, the most there can be");
        }
        rules.add(rule);
    }

    /** Those that still answer. */
    public synchronized List<DiscoveryRule> list() {
        return List.copyOf(rules);
    }

    /** From now on the truth is answered. */
    public synchronized void clear() {
        rules.clear();
    }

    /** The rule for a question, used up by that. */
    synchronized Optional<DiscoveryRule> take(Protocol protocol, String address) {
        for (int i = 0; i < rules.size(); i++) {
            DiscoveryRule rule = rules.get(i);
            boolean fits = (rule.protocol() == null || rule.protocol() == protocol)
                    && (rule.mailbox() == null || rule.mailbox().equalsIgnoreCase(address))
                    && (protocol != Protocol.JSON
                            || (rule.answer() != DiscoveryRule.Answer.REDIRECT_ADDRESS
                                    && rule.answer() != DiscoveryRule.Answer.REDIRECT_URL));
            if (fits) {
                if (rule.count() == 1) {
                    rules.remove(i);
                } else if (rule.count() > 1) {
                    rules.set(i, rule.times(rule.count() - 1));
                }
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
