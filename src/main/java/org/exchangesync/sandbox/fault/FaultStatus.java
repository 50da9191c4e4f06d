package org.exchangesync.sandbox.fault;

/**
 * A rule and what has become of it.
 *
 * @param seen how many calls it was for, hit or not
 * @param hits how many it hit
 */
public record FaultStatus(long id, FaultRule rule, long seen, long hits) {}
