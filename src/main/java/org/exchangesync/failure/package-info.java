/**
 * What a failure means and how the system reacts: the classification of faults, a table in {@code faults.table}, and the
 * ladder of postponements.
 *
 * <p>Imports no Camel class. Begin with {@link org.exchangesync.failure.FaultTable}.
 */
package org.exchangesync.failure;
