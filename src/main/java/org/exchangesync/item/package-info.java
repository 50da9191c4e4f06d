/**
 * Canonical records: what an email, an appointment, a contact and a task are, whatever protocol brought them, and what
 * changed about them in a mailbox.
 *
 * <p>No Camel, no SOAP, no SQL. Everything else of the house may use this room; it uses nobody. Begin with {@link
 * org.exchangesync.item.Change}, then {@link org.exchangesync.item.Item}.
 */
package org.exchangesync.item;
