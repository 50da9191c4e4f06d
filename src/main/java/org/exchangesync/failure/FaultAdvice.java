package org.exchangesync.failure;

/**
 * What a person wants to know about a fault.
 *
 * @param cause what is likely behind it
 * @param cure what to do about it
 */
public record FaultAdvice(String cause, String cure) {}
