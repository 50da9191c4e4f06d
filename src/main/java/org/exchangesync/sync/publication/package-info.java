/**
 * Tells other systems what was committed: at least once, in order per record. Promises stand in rows that the transaction of
 * a page wrote; here they are claimed, sent by the route {@code publish-change}, and noted as arrived.
 *
 * <p>Begin with {@link org.exchangesync.sync.publication.PublicationStep}.
 */
package org.exchangesync.sync.publication;
