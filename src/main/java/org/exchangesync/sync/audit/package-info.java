/**
 * Who did what: a row for every act of operations staff, written by the transaction of the act itself.
 *
 * <p>Begin with {@link org.exchangesync.sync.audit.AuditLog}; the stores write the rows.
 */
package org.exchangesync.sync.audit;
