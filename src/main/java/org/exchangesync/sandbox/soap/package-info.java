/**
 * Envelopes, faults, response messages, impersonation: what all operations have in common. Begin with {@link
 * org.exchangesync.sandbox.soap.SoapService}. Uses {@code sandbox.store} and below.
 */
package org.exchangesync.sandbox.soap;
