/**
 * Proof by violence: the program runs in a process of its own against a sandbox in another one and is killed, by SIGKILL, at
 * random moments and at every named point; in the end the database must agree with what the tests put into the mailboxes and
 * with the sandbox's ledger. Nothing in here asks the engine what is right.
 *
 * <p>Begin with {@link org.exchangesync.crash.CrashTest}; {@link org.exchangesync.crash.Points} are the named points,
 * {@link org.exchangesync.crash.Office} is what was put in, {@link org.exchangesync.crash.Audit} compares.
 */
package org.exchangesync.crash;
