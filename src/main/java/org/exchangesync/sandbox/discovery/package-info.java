/**
 * Autodiscover of the sandbox, over SOAP, POX and JSON, and the servers that its mailboxes are on: one process that plays
 * several, between which mailboxes move. Begin with {@link org.exchangesync.sandbox.discovery.Servers}.
 */
package org.exchangesync.sandbox.discovery;
