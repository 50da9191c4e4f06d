package org.exchangesync.failure;

/**
 * A failure that was understood.
 *
 * @param code the server's response code, or the simple name of the exception
 * @param faultClass what is broken
 * @param message the reason in words
 */
public record Fault(String code, FaultClass faultClass, String message) {}
