/**
 * The vocabulary that every transport speaks: what can be asked of a mailbox, on canonical items, whatever the protocol.
 *
 * <p>{@link org.exchangesync.transport.Transport} is the vocabulary in Java; {@link
 * org.exchangesync.transport.TransportHeaders} is the same vocabulary as Camel message headers, which the components
 * ({@code ews:} and its siblings) understand. Transports see this room and {@code item} only.
 */
package org.exchangesync.transport;
