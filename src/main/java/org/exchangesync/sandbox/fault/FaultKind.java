package org.exchangesync.sandbox.fault;

import static org.exchangesync.sandbox.fault.Parameter.choice;
import static org.exchangesync.sandbox.fault.Parameter.number;
import static org.exchangesync.sandbox.fault.Parameter.optional;
import static org.exchangesync.sandbox.fault.Parameter.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.soap.Call;

/** What can be made to go wrong. */
public enum FaultKind {
    /** Time passes before the request is performed, or before it is answered. */
    LATENCY(Waiting::latency, number("millis", 1, 3_600_000), choice("when", "before", "after")),
    /** The answer comes in drops. */
    SLOW_BYTES(Waiting::slowBytes, number("bytesPerSecond", 1, 1_000_000_000)),
    /** The connection ends within the answer: within its headers, its body, or the first base64 in it. */
    CUT(Damage::cut, number("afterBytes", 0, 1_000_000_000_000L), choice("in", "answer", "body", "content")),
    /** Something in front of the server answers in its place, with a page for people. */
    HTTP_STATUS(
            Refusals::httpStatus,
            number("status", 400, 599),
            optional("retryAfter", 0, 86_400, null),
            choice("when", "before", "after")),
    /** ErrorServerBusy, with or without the time that the server wants to be left alone. */
    SERVER_BUSY(
            Refusals::serverBusy,
            optional("backOffMilliseconds", 0, 86_400_000, null),
            choice("as", "fault", "response")),
    /** Any other response code. */
    ERROR_CODE(
            Refusals::errorCode,
            text("code", "Error[A-Za-z0-9]{1,80}", "a response code such as ErrorMailboxMoveInProgress", true),
            choice("as", "response", "fault")),
    /** Right credentials are refused. */
    UNAUTHORIZED(Refusals::unauthorized),
    /** The answer is no longer XML. */
    DAMAGED_XML(Damage::xml, choice("as", "any", "control", "utf8", "markup", "entity", "truncated")),
    /** MimeContent, or the Content of an attachment, is no longer base64. */
    DAMAGED_BASE64(
            Damage::base64, optional("contents", 1, 512, 1L), choice("as", "any", "character", "length", "padding")),
    /** The headers tell another length than the answer has. */
    WRONG_CONTENT_LENGTH(Damage::wrongContentLength, number("by", -1_000_000_000, 1_000_000_000)),
    /** The answer is far longer than anybody expects: in a text, between elements, or in the first base64 in it. */
    OVERSIZE(Damage::oversize, number("bytes", 1, 1_000_000_000_000L), choice("in", "text", "space", "content")),
    /** A sync state that was good is refused. Of calls that bring one; once, unless a count is given. */
    EXPIRED_STATE(Refusals::expiredState, text("folder", ".{1,400}", "such as inbox or inbox/Undeliverable", false)),
    /** The request was received, nothing is performed until the rule is deleted. */
    HOLD_BEFORE(Waiting::holdBefore, choice("afterwards", "continue", "drop")),
    /** The request was performed, the answer is withheld until the rule is deleted. */
    HOLD_AFTER(Waiting::holdAfter, choice("afterwards", "continue", "drop"));

    private final FaultAction action;
    private final List<Parameter> parameters;

    FaultKind(FaultAction action, Parameter... parameters) {
        this.action = action;
        this.parameters = List.of(parameters);
    }

    /** Whether a call is one that this can happen to at all. */
    boolean concerns(Call call, FaultRule rule) {
        return this != EXPIRED_STATE || Refusals.bringsState(call, rule);
    }

    /** How many calls are hit where nothing is said about it. */
    long initialCount() {
        return this == EXPIRED_STATE ? 1 : FaultRule.ALWAYS;
    }

    FaultAction action() {
        return action;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The name that the control API has for it, such as {@code hold-before}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static FaultKind of(String word) {
        return Arrays.stream(values())
                .filter(k -> k.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault '" + word + "'; there are "
                        + Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "))));
    }

    /** What can be said about it, in words. */
    String allowed() {
        return parameters.isEmpty()
                ? word() + " has no parameters"
                : word() + " has " + parameters.stream().map(Parameter::words).collect(Collectors.joining("; "));
    }
}
