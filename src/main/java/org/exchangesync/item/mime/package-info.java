/**
 * From the bytes of an Internet message to an {@link org.exchangesync.item.Email}.
 *
 * <p>Apache James Mime4j finds the parts and undoes their transfer encoding; header values, charsets and dates are read
 * here, because real mail bends those rules most. What can be saved of a broken message is saved; a message is refused,
 * with a reason in words, only where nothing sensible can be said of it or where it exceeds {@link
 * org.exchangesync.item.mime.MimeLimits}. Begin with {@link org.exchangesync.item.mime.EmailParser}.
 */
package org.exchangesync.item.mime;
