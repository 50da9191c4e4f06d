package org.exchangesync.sandbox.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which fault is to happen to which calls. Immutable.
 *
 * <pre>{@code
 * FaultRule.of(FaultKind.HTTP_STATUS).mailbox("anna@example.org").operation("GetItem").skip(2).count(1).with("status", 503)
 * }</pre>
 *
 * @param mailbox an address of the mailbox that a call works with; null means any
 * @param caller the account that calls; null means any
 * @param operation such as {@code SyncFolderItems}; null means any
 * @param skip so many matching calls go on unharmed first
 * @param count so many calls are hit, then no more; {@link #ALWAYS} sets no end
 * @param probability the chance of each matching call, behind those skipped, to be hit
 * @param seed decides which those are, and all else that is left to chance: the same seed, the same decisions
 * @param parameters what there is to say about this fault, checked
 */
public record FaultRule(
        FaultKind fault,
        String mailbox,
        String caller,
        String operation,
        long skip,
        long count,
        double probability,
        long seed,
        Map<String, Object> parameters) {
    /** The count of a rule that never ends by itself. */
    public static final long ALWAYS = Long.MAX_VALUE;

    private static final long MOST = 1_000_000_000;

    /** @throws IllegalArgumentException with what is allowed, when something isn't */
    public FaultRule {
        require(skip >= 0 && skip <= MOST, "'skip' can't be " + skip + "; allowed is a whole number from 0 to " + MOST);
        require(
                count == ALWAYS || count >= 1 && count <= MOST,
                "'count' can't be " + count + "; allowed is a whole number from 1 to " + MOST
                        + ", or none for every call");
        require(
                probability > 0 && probability <= 1,
                "'probability' can't be " + probability + "; allowed is a number above 0 and up to 1");
        Map<String, Object> checked = new LinkedHashMap<>();
        for (Map.Entry<String, Object> given : parameters.entrySet()) {
            Parameter parameter = fault.parameter(given.getKey())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + given.getKey() + "' is nothing that can be said here; " + fault.allowed()));
            checked.put(parameter.name(), parameter.checked(given.getValue()));
        }
        parameters = Map.copyOf(checked);
    }

    /** A rule for every call that the fault can happen to, to be narrowed down. */
    public static FaultRule of(FaultKind fault) {
        return new FaultRule(fault, null, null, null, 0, fault.initialCount(), 1, 1, Map.of());
    }

    public FaultRule mailbox(String address) {
        return new FaultRule(fault, address, caller, operation, skip, count, probability, seed, parameters);
    }

    public FaultRule caller(String account) {
        return new FaultRule(fault, mailbox, account, operation, skip, count, probability, seed, parameters);
    }

    public FaultRule operation(String name) {
        return new FaultRule(fault, mailbox, caller, name, skip, count, probability, seed, parameters);
    }

    public FaultRule skip(long calls) {
        return new FaultRule(fault, mailbox, caller, operation, calls, count, probability, seed, parameters);
    }

    public FaultRule count(long calls) {
        return new FaultRule(fault, mailbox, caller, operation, skip, calls, probability, seed, parameters);
    }

    public FaultRule probability(double chance) {
        return new FaultRule(fault, mailbox, caller, operation, skip, count, chance, seed, parameters);
    }

    public FaultRule seed(long number) {
        return new FaultRule(fault, mailbox, caller, operation, skip, count, probability, number, parameters);
    }

    /** Says something about the fault: a number or a word. */
    public FaultRule with(String parameter, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new FaultRule(fault, mailbox, caller, operation, skip, count, probability, seed, more);
    }

    /** Everything that must be said has been said. */
    FaultRule complete() {
        for (Parameter parameter : fault.parameters()) {
            require(
                    !parameter.required() || parameters.containsKey(parameter.name()),
                    "'" + parameter.name() + "' is missing; " + fault.allowed());
        }
        return this;
    }

    Optional<String> text(String parameter) {
        return value(parameter).map(String.class::cast);
    }

    Optional<Long> number(String parameter) {
        return value(parameter).map(Long.class::cast);
    }

    String word(String parameter) {
        return value(parameter).map(String.class::cast).orElseThrow();
    }

    private Optional<Object> value(String parameter) {
        return Optional.ofNullable(parameters.get(parameter))
                .or(() -> fault.parameter(parameter).map(Parameter::initial));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
