/**
 * The operations of Exchange Web Services, a class each. Begin with {@link
 * org.exchangesync.sandbox.operation.Operations}, the register. Uses {@code sandbox.item} and below.
 */
package org.exchangesync.sandbox.operation;
