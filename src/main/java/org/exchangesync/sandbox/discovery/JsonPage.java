package org.exchangesync.sandbox.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.discovery.DiscoveryRule.Protocol;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;

/**
 * The unauthenticated question of Exchange 2016 and later: {@code …/autodiscover.json/v1.0/<address>?Protocol=EWS}, or with
 * {@code Email=<address>} in the query.
 */
public final class JsonPage extends DiscoveryPage {
    /** What all its addresses begin with. */
    public static final String PREFIX = "/autodiscover/autodiscover.json";

    public JsonPage(MailStore store, Servers servers, DiscoveryRules rules) {
        super(store, servers, rules, Protocol.JSON);
    }

    @Override
    Optional<Question> question(Request asked) {
        String path = asked.path();
        Optional<String> address = parameter(asked, "email");
        if (path.toLowerCase(Locale.ROOT).startsWith(PREFIX + "/v1.0/")) {
            address = Optional.of(path.substring(PREFIX.length() + 6));
        }
        return address.filter(text -> text.contains("@"))
                .filter(text -> parameter(asked, "protocol")
                        .filter("EWS"::equalsIgnoreCase)
                        .isPresent())
                .map(Question::of);
    }

    private static Optional<String> parameter(Request asked, String name) {
        if (asked.query() == null) {
            return Optional.empty();
        }
        for (String pair : asked.query().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                return Optional.of(pair.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    @Override
    Reply invalid(Request request) {
        return error(400, "InvalidProtocol", "An address and Protocol=EWS are wanted.");
    }

    @Override
    Reply unknown(String address) {
        return error(404, "UserNotFound", "There is no user " + address + ".");
    }

    @Override
    Reply told(DiscoveryRule rule, String address) {
        return error(400, rule.target(), "The sandbox was told to answer " + rule.target() + ".");
    }

    @Override
    Reply settings(Question question, Mailbox mailbox, String ewsUrl) {
        return reply(
                200,
                JsonNodeFactory.instance.objectNode().put("Protocol", "EWS").put("Url", ewsUrl));
    }

    private static Reply error(int status, String code, String message) {
        return reply(
                status,
                JsonNodeFactory.instance.objectNode().put("ErrorCode", code).put("ErrorMessage", message));
    }

    private static Reply reply(int status, ObjectNode object) {
        return Reply.of(
                status, "application/json; charset=utf-8", object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
