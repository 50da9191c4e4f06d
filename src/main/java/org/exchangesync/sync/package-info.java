/**
 * The engine: cycles over mailboxes, pages of changes, the outcome of each item, the commit, deletes, remote actions and
 * publications; its stores as interfaces.
 *
 * <p>Begin with {@link org.exchangesync.sync.PageCommit}: what one page changes, in one transaction. The beans that the
 * routes call are the classes whose names end in {@code Step}. May use {@code failure}, {@code alert}, {@code profile},
 * {@code transport} and {@code item}; the SQL is in {@code store}, behind {@link org.exchangesync.sync.SyncStore}.
 */
package org.exchangesync.sync;
