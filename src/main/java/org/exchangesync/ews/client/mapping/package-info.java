/**
 * Between the types of EWS and the canonical items, in both directions.
 *
 * <p>Reading is lenient: what is missing or unknown becomes null, empty or the ordinary value, and only what makes an item
 * meaningless (an appointment without a start) is refused, for that item alone, by {@link
 * org.exchangesync.ews.client.mapping.UnmappableItemException}. Writing is strict. For each kind one table of fields serves
 * creating and updating; begin with {@link org.exchangesync.ews.client.mapping.ItemMapper}.
 */
package org.exchangesync.ews.client.mapping;
