/**
 * Finds the server of a mailbox by its address: Autodiscover over SOAP, POX and JSON, with redirects and DNS, and what is
 * remembered of it.
 *
 * <p>Begin with {@link org.exchangesync.ews.autodiscover.Autodiscover}, which asks once and tells how it went, step by step;
 * {@code Search} is its order of steps, {@code HostPolicy} decides who may be told a password. {@link
 * org.exchangesync.ews.autodiscover.ServerFinder} remembers and looks again when a server no longer answers; {@link
 * org.exchangesync.ews.autodiscover.DiscoveringTransport} is a transport over it. Of {@code ews.client} only its
 * connections and the transport are used here.
 */
package org.exchangesync.ews.autodiscover;
