package org.exchangesync.sandbox.fault;

import java.time.Instant;

/**
 * A call that a rule holds right now.
 *
 * @param rule id of the rule
 * @param mailbox primary address, or null where the call works with none
 */
public record HeldCall(long rule, FaultKind fault, String mailbox, String operation, String caller, Instant since) {}
