package org.exchangesync.sandbox.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be made to go wrong. */
public enum FaultKind {
    /** The request was received, nothing is performed until the rule is deleted. */
    HOLD_BEFORE(Waiting::holdBefore, Parameter.choice("afterwards", "continue", "drop")),
    /** The request was performed, the answer is withheld until the rule is deleted. */
    HOLD_AFTER(Waiting::holdAfter, Parameter.choice("afterwards", "continue", "drop")),
    /** Something in front of the server answers in its place, with a page for people. */
    HTTP_STATUS(
            Refusals::httpStatus,
            Parameter.number("status", 400, 599),
            Parameter.optional("retryAfter", 0, 86_400, null),
            Parameter.choice("when", "before", "after")),
    /** ErrorServerBusy, with or without the time that the server wants to be left alone. */
    SERVER_BUSY(
            Refusals::serverBusy,
            Parameter.optional("backOffMilliseconds", 0, 86_400_000, null),
            Parameter.choice("as", "fault", "response"));

    private final FaultAction action;
    private final List<Parameter> parameters;

    FaultKind(FaultAction action, Parameter... parameters) {
        this.action = action;
        this.parameters = List.of(parameters);
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
                : word() + " has " + parameters.stream().map(Parameter::allowed).collect(Collectors.joining("; "));
    }
}
