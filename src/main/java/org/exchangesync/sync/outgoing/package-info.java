/**
 * Mail that leaves: claimed from the store, composed, written into the mailbox as a draft with our key and sent, or handed to a
 * server that takes it without a draft; never twice, whatever crashes. Begin reading at {@link
 * org.exchangesync.sync.outgoing.OutgoingStep}, whose methods are the steps of the route {@code send-email}; {@link
 * org.exchangesync.sync.outgoing.OutgoingState} tells the states.
 */
package org.exchangesync.sync.outgoing;
