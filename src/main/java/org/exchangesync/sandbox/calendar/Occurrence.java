package org.exchangesync.sandbox.calendar;

import java.time.Instant;
import org.exchangesync.sandbox.property.Values;

/**
 * One time at which a recurring appointment takes place.
 *
 * @param original the start that the pattern gives it, by which it is known
 * @param values the values of the master with those of the exception in front
 */
public record Occurrence(Instant original, Instant start, Instant end, boolean exception, Values values) {}
