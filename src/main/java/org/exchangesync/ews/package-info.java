/**
 * The Camel component {@code ews:} for Exchange Web Services, usable in any Camel application.
 *
 * <p>What all transports share, producer and consumer included, is in {@code transport}; here is only what is said of EWS:
 * the options, the headers' documentation, and how a connection becomes a transport. The protocol is in {@code
 * ews.client}. Begin with {@link org.exchangesync.ews.EwsComponent}.
 */
package org.exchangesync.ews;
