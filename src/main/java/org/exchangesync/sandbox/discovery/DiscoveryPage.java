package org.exchangesync.sandbox.discovery;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Answer;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Protocol;
import org.exchangesync.sandbox.http.Page;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;

/** What the three ways to ask have in common. */
abstract class DiscoveryPage implements Page {
    final MailStore store;
    final Servers servers;
    private final DiscoveryRules rules;
    private final Protocol protocol;

    DiscoveryPage(MailStore store, Servers servers, DiscoveryRules rules, Protocol protocol) {
        this.store = store;
        this.servers = servers;
        this.rules = rules;
        this.protocol = protocol;
    }

    /**
     * What is asked.
     *
     * @param settings the names of the settings that are wanted, where single ones can be asked for
     */
    record Question(String address, Set<String> settings) {
        static Question of(String address) {
            return new Question(address, Set.of());
        }
    }

    /** What a request asks; empty where it names no address. */
    abstract Optional<Question> question(Request request) throws IOException;

    /** The answer to a request without an address. */
    abstract Reply invalid(Request request);

    /** Where the EWS of a mailbox is. */
    abstract Reply settings(Question question, Mailbox mailbox, String ewsUrl);

    /** The answer for an address that nobody has. */
    abstract Reply unknown(String address);

    /** An answer on demand that is no matter of HTTP. */
    abstract Reply told(DiscoveryRule rule, String address);

    @Override
    public final Reply answer(Request request) throws IOException {
        Optional<Question> question = question(request);
        if (question.isEmpty()) {
            return invalid(request);
        }
        String address = question.get().address();
        Optional<DiscoveryRule> rule = rules.take(protocol, address);
        Optional<Mailbox> mailbox = store.byAnyAddress(address);
        if (rule.isPresent() && rule.get().answer() == Answer.HTTP_REDIRECT) {
            return Reply.empty(302).with("Location", rule.get().target());
        }
        if (rule.isPresent() && rule.get().answer() == Answer.HTTP_STATUS) {
            return Reply.empty(Integer.parseInt(rule.get().target()));
        }
        if (rule.isPresent() && rule.get().answer() != Answer.EWS_URL) {
            return told(rule.get(), address);
        }
        if (mailbox.isEmpty()) {
            return unknown(address);
        }
        String url = rule.map(DiscoveryRule::target)
                .orElseGet(() -> servers.ewsUrl(servers.of(mailbox.get().address())));
        return settings(question.get(), mailbox.get(), url);
    }
}
