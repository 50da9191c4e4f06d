/**
 * What the sandbox was made to do, by whom, in order: a record that outlives its process, so that a test can compare it
 * with what a client believes. Begin with {@link org.exchangesync.sandbox.ledger.Ledger}. Uses {@code sandbox.store}.
 */
package org.exchangesync.sandbox.ledger;
