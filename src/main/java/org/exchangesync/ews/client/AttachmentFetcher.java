package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.exchangesync.ews.client.messages.GetAttachment;
import org.exchangesync.ews.client.messages.GetAttachmentResponseMessageType;
import org.exchangesync.ews.client.types.ArrayOfAttachmentsType;
import org.exchangesync.ews.client.types.AttachmentResponseShapeType;
import org.exchangesync.ews.client.types.AttachmentType;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemAttachmentType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfRequestAttachmentIdsType;
import org.exchangesync.ews.client.types.ReferenceAttachmentType;
import org.exchangesync.ews.client.types.RequestAttachmentIdType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.transport.MailboxRef;

/**
 * Gets the attachments of items that don't come as MIME: files as they are, attached items as their MIME, links to files
 * elsewhere as the link.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation">
 *     GetAttachment</a>
 */
final class AttachmentFetcher {
    /** One call brings so many: attachments may be large, and a call has a minute. */
    private static final int BATCH = 10;

    private static final String BYTES = "application/octet-stream";
    private static final String MESSAGE = "message/rfc822";
    private static final String LINK = "text/uri-list";

    private final EwsCalls client;

    AttachmentFetcher(EwsCalls client) {
        this.client = client;
    }

    /**
     * All attachments of an item with their contents, which belong to the caller.
     *
     * @throws EwsFault if one of them can't be had
     */
    List<Attachment> fetch(MailboxRef mailbox, ItemType item) {
        List<Attachment> all = new ArrayList<>();
        if (item.getAttachments() == null) {
            return all;
        }
        List<AttachmentType> listed = item.getAttachments().getAttachment().stream()
                .filter(AttachmentFetcher::isNamed)
                .toList();
        try {
            for (int from = 0; from < listed.size(); from += BATCH) {
                fetch(mailbox, listed.subList(from, Math.min(listed.size(), from + BATCH)), all);
            }
            return all;
        } catch (RuntimeException | Error e) {
            all.forEach(attachment -> attachment.content().close());
            throw e;
        }
    }

    private void fetch(MailboxRef mailbox, List<AttachmentType> listed, List<Attachment> all) {
        int before = all.size();
        try {
            fetchAtOnce(mailbox, listed, all);
        } catch (EwsFault fault) {
            if (!fault.code().equals(ItemCodes.TIMEOUT) || listed.size() == 1) {
                throw fault;
            }
            for (AttachmentType attachment : listed.subList(all.size() - before, listed.size())) {
                fetchAtOnce(mailbox, List.of(attachment), all);
            }
        }
    }

    private void fetchAtOnce(MailboxRef mailbox, List<AttachmentType> listed, List<Attachment> all) {
        try (EwsAnswers<GetAttachmentResponseMessageType> answers =
                client.call(mailbox, EwsOperation.GET_ATTACHMENT, request(listed))) {
            for (int i = 0; i < listed.size(); i++) {
                EwsAnswer<GetAttachmentResponseMessageType> answer = answers.get(i);
                all.add(attachment(listed.get(i), given(answer), answer));
            }
        }
    }

    private static boolean isNamed(AttachmentType attachment) {
        return attachment != null
                && attachment.getAttachmentId() != null
                && attachment.getAttachmentId().getId() != null;
    }

    private static AttachmentType given(EwsAnswer<GetAttachmentResponseMessageType> answer) {
        ArrayOfAttachmentsType given = answer.message().getAttachments();
        if (given == null
                || given.getAttachment().isEmpty()
                || given.getAttachment().get(0) == null) {
            throw answer.refused(EwsFault.ITEM_CORRUPT, "the server's answer for an attachment is empty")
                    .fault()
                    .orElseThrow();
        }
        return given.getAttachment().get(0);
    }

    private static GetAttachment request(List<AttachmentType> listed) {
        GetAttachment request = new GetAttachment();
        AttachmentResponseShapeType shape = new AttachmentResponseShapeType();
        shape.setIncludeMimeContent(true);
        request.setAttachmentShape(shape);
        request.setAttachmentIds(new NonEmptyArrayOfRequestAttachmentIdsType());
        for (AttachmentType attachment : listed) {
            RequestAttachmentIdType id = new RequestAttachmentIdType();
            id.setId(attachment.getAttachmentId().getId());
            request.getAttachmentIds().getAttachmentId().add(id);
        }
        return request;
    }

    private static Attachment attachment(AttachmentType listed, AttachmentType given, ItemContents contents) {
        String type = BYTES;
        Content content = null;
        if (given instanceof FileAttachmentType file) {
            content = contents.fileContent(file).orElse(null);
            type = listed.getContentType() != null ? listed.getContentType() : given.getContentType();
        } else if (given instanceof ItemAttachmentType attached) {
            content = attached.getItem() == null
                    ? null
                    : contents.mimeContent(attached.getItem()).orElse(null);
            type = MESSAGE;
        } else if (given instanceof ReferenceAttachmentType reference && reference.getAttachLongPathName() != null) {
            content = Content.of(reference.getAttachLongPathName().getBytes(StandardCharsets.UTF_8));
            type = LINK;
        }
        return new Attachment(
                listed.getName(),
                mediaType(type),
                contentId(listed.getContentId()),
                Boolean.TRUE.equals(listed.isIsInline()),
                content == null ? Content.of(new byte[0]) : content);
    }

    private static String mediaType(String type) {
        if (type == null || type.isBlank()) {
            return BYTES;
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private static String contentId(String id) {
        return id == null || id.isBlank() ? null : id.strip().replaceAll("^<|>$", "");
    }
}
