package org.exchangesync.sync;

/**
 * A folder of a mailbox as one transport sees it.
 *
 * @param mailbox the address
 * @param transport the scheme, such as {@code ews}
 * @param folder in the text form of {@link org.exchangesync.transport.FolderRef}
 */
public record FolderKey(String mailbox, String transport, String folder) {}
