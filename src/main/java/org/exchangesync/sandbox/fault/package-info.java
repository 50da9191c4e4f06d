/**
 * Faults on demand: what goes wrong between a client and a real server, made to happen at a chosen call. Begin with {@link
 * org.exchangesync.sandbox.fault.Faults}; {@link org.exchangesync.sandbox.fault.FaultKind} lists what there is. Stands
 * around each EWS call, between {@code sandbox.http} and {@code sandbox.soap}.
 */
package org.exchangesync.sandbox.fault;
