/**
 * What is owed to others and noted in the database: claimed, sent at least once with a key, and tried again if it didn't
 * arrive. Whoever owes it waits for nobody.
 */
package org.exchangesync.sync.outbox;
