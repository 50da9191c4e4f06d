/**
 * Dead letters after they were written: found, shown, edited, replayed and discarded, with an audit row for each act.
 *
 * <p>A replay is asked for in the database ({@link org.exchangesync.sync.deadletter.DeadLetterStore#requestReplay}) and done
 * within the mailbox's own cycle, under its claim, through the same routes and checks as any item. Begin with {@link
 * org.exchangesync.sync.deadletter.DeadLetterStore}.
 */
package org.exchangesync.sync.deadletter;
