package org.exchangesync.ews.client;

import java.util.Optional;
import java.util.function.Function;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Content;

/** Finds contents by the text that stands in their place. */
record ContentsByText(Function<String, Content> contents) implements ItemContents {

    @Override
    public Optional<Content> mimeContent(ItemType item) {
        return item.getMimeContent() == null
                ? Optional.empty()
                : of(item.getMimeContent().getValue());
    }

    @Override
    public Optional<Content> fileContent(FileAttachmentType attachment) {
        return of(attachment.getContent());
    }

    private Optional<Content> of(String text) {
        return text == null ? Optional.empty() : Optional.of(contents.apply(text.trim()));
    }
}
