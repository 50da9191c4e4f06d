/**
 * The mailboxes: folders, items, change numbers, ids. Knows nothing of SOAP. Every write is a method of {@link
 * org.exchangesync.sandbox.store.Mailbox}: the one place where a record of what was done can be kept. Uses {@code
 * sandbox.property} and {@code sandbox.xml}.
 */
package org.exchangesync.sandbox.store;
