package org.exchangesync.sync.deadletter;

/**
 * The long texts of a dead letter.
 *
 * @param exception the chain of exceptions, or null
 * @param item the item as JSON where there is no original, or null
 * @param editedItem the item as somebody changed it, or null
 * @param mailboxProperties what the mailbox knows of a mail and its bytes don't tell, as JSON, or null
 * @param resume the message at the step that refused it, as JSON, or null
 */
public record LetterTexts(String exception, String item, String editedItem, String mailboxProperties, String resume) {}
