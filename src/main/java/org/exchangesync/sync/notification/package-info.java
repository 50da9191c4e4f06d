/** Tells people and systems of alerts, and owners of profiles when many of their mailboxes fail. */
package org.exchangesync.sync.notification;
