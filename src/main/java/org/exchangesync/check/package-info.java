/**
 * Looks whether things work before they are needed: Test Connection of a profile, Test and Enable of mailboxes, and the
 * doctor. All three are made of steps with a result, a time, what was seen, the probable cause and the cure.
 *
 * <p>Begin with {@link org.exchangesync.check.Checks}. Sees the core and the vocabulary of the transports; imports no Camel
 * class, and reaches servers by {@link org.exchangesync.check.Servers} only. Below, {@code identity} proves who calls.
 */
package org.exchangesync.check;
