package org.exchangesync.item;

/**
 * A part of an item that is not its body.
 *
 * @param name file name, decoded, or null
 * @param contentType media type in lower case without parameters, such as {@code image/png}
 * @param contentId the Content-ID without angle brackets, or null
 * @param inline shown within the body
 * @param content the decoded bytes; a nested message is the bytes of that message
 */
public record Attachment(String name, String contentType, String contentId, boolean inline, Content content) {}
