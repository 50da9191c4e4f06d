package org.exchangesync.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.exchangesync.sandbox.discovery.DiscoveryRule;
import org.exchangesync.sandbox.discovery.DiscoveryRules;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Request;

/** {@code /sandbox/autodiscover}: what Autodiscover is to answer instead of the truth. */
final class DiscoveryJson {
    private final DiscoveryRules rules;

    DiscoveryJson(DiscoveryRules rules) {
        this.rules = rules;
    }

    Reply answer(Request request) throws IOException {
        return switch (request.method()) {
            case "GET" -> {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                rules.list().forEach(rule -> all.add(write(rule)));
                yield Json.reply(200, all);
            }
            case "POST" -> {
                rules.add(read(Json.object(request, List.of("answer", "target", "mailbox", "protocol", "count"))));
                yield Reply.empty(201);
            }
            case "DELETE" -> {
                rules.clear();
                yield Reply.empty(204);
            }
            default -> Json.notAllowed(request, "GET, POST, DELETE");
        };
    }

    private static DiscoveryRule read(ObjectNode object) {
        JsonNode count = object.path("count");
        if (!count.isMissingNode() && !(count.isInt() && count.intValue() > 0)) {
            throw new IllegalArgumentException("'count' is a whole number from 1, not " + count);
        }
        return DiscoveryRule.of(
                Json.required(object, "answer"),
                Json.text(object, "target"),
                Json.text(object, "mailbox"),
                Json.text(object, "protocol"),
                count.isMissingNode() ? -1 : count.intValue());
    }

    private static ObjectNode write(DiscoveryRule rule) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("answer", word(rule.answer()))
                .put("target", rule.target());
        if (rule.mailbox() != null) {
            object.put("mailbox", rule.mailbox());
        }
        if (rule.protocol() != null) {
            object.put("protocol", word(rule.protocol()));
        }
        if (rule.count() > 0) {
            object.put("count", rule.count());
        }
        return object;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
