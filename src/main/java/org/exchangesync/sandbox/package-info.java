/**
 * An Exchange in a box, so that anyone can run, edit and test routes without Exchange. It speaks Exchange Web Services
 * over TLS well enough for independent clients. Begin with {@link org.exchangesync.sandbox.SandboxServer}; a request goes
 * {@code http} → {@code soap} → {@code operation} → {@code item} → {@code store}. Of the rest of the house it uses
 * nothing but the schema files of {@code ews.client}, which it serves and checks requests against.
 */
package org.exchangesync.sandbox;
