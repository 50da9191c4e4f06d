/** Who did what: the acts of operations staff and of the engine, each noted by the transaction that did it. */
package org.exchangesync.sync.audit;
