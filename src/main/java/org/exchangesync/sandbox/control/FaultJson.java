package org.exchangesync.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import org.exchangesync.sandbox.fault.FaultKind;
import org.exchangesync.sandbox.fault.FaultRule;
import org.exchangesync.sandbox.fault.FaultStatus;
import org.exchangesync.sandbox.fault.Faults;
import org.exchangesync.sandbox.fault.HeldCall;

/** Fault rules as JSON. */
final class FaultJson {
    private FaultJson() {}

    /** @throws IllegalArgumentException with what is allowed, when the object is not a rule */
    static FaultRule read(ObjectNode object) {
        FaultRule rule = FaultRule.of(FaultKind.of(Json.required(object, "fault")));
        Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            rule = with(rule, field.getKey(), field.getValue());
        }
        return rule;
    }

    private static FaultRule with(FaultRule rule, String name, JsonNode value) {
        return switch (name) {
            case "fault" -> rule;
            case "mailbox" -> rule.mailbox(text(name, value));
            case "caller" -> rule.caller(text(name, value));
            case "operation" -> rule.operation(text(name, value));
            case "skip" -> rule.skip(whole(name, value));
            case "count" -> rule.count(whole(name, value));
            case "probability" -> {
                if (!value.isNumber()) {
                    throw new IllegalArgumentException("'probability' is a number above 0 and up to 1");
                }
                yield rule.probability(value.doubleValue());
            }
            case "seed" -> rule.seed(whole(name, value));
            default -> rule.with(name, value.isTextual() ? value.textValue() : plain(value));
        };
    }

    /** A number as such; anything else as its text, for the message that refuses it. */
    private static Object plain(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? (Object) value.longValue() : value;
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' is a text, not " + value);
        }
        return value.textValue();
    }

    private static long whole(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'" + name + "' is a whole number, not " + value);
        }
        return value.longValue();
    }

    /** All rules with what became of them, and the calls that are held. */
    static ObjectNode write(Faults faults) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = all.putArray("faults");
        faults.list().forEach(status -> write(rules.addObject(), status));
        ArrayNode held = all.putArray("held");
        faults.held().forEach(call -> write(held.addObject(), call));
        return all;
    }

    private static void write(ObjectNode to, FaultStatus status) {
        FaultRule rule = status.rule();
        to.put("id", status.id()).put("fault", rule.fault().word());
        if (rule.mailbox() != null) {
            to.put("mailbox", rule.mailbox());
        }
        if (rule.caller() != null) {
            to.put("caller", rule.caller());
        }
        if (rule.operation() != null) {
            to.put("operation", rule.operation());
        }
        to.put("skip", rule.skip());
        if (rule.count() != FaultRule.ALWAYS) {
            to.put("count", rule.count());
        }
        to.put("probability", rule.probability()).put("seed", rule.seed());
        rule.parameters().forEach((name, value) -> {
            if (value instanceof Long number) {
                to.put(name, number);
            } else {
                to.put(name, (String) value);
            }
        });
        to.put("seen", status.seen()).put("hits", status.hits());
    }

    private static void write(ObjectNode to, HeldCall call) {
        to.put("id", call.rule()).put("fault", call.fault().word());
        to.put("mailbox", call.mailbox()).put("operation", call.operation());
        to.put("caller", call.caller()).put("since", call.since().toString());
    }
}
