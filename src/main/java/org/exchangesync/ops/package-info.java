/**
 * Each thing that operations staff can do, once: methods of few classes, with records as results. The command line in {@code
 * ops.cli} only formats; whatever else shows operations to people or programs calls the same methods.
 *
 * <p>Every act takes the name of who does it and is noted in the audit, in the transaction that does it. Failures that a
 * person can mend are {@link org.exchangesync.ops.OperationException}s.
 *
 * <p>Begin with {@link org.exchangesync.ops.Operations}. Uses {@code sync} and its stores' interfaces, {@code failure}, {@code
 * alert} and {@code profile}; only {@code app} uses it.
 */
package org.exchangesync.ops;
