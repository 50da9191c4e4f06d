package org.exchangesync.ews.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.ews.client.types.ItemResponseShapeType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseItemIdsType;

/** Answers and requests for tests. */
final class Soap {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    static final Path TMP = Path.of(System.getProperty("java.io.tmpdir"));

    private Soap() {}

    /** An envelope around a body; {@code t} and {@code m} are bound. */
    static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">"
                + "<s:Header><h:ServerVersionInfo xmlns:h=\"" + Namespaces.TYPES
                + "\" MajorVersion=\"15\" MinorVersion=\"1\" MajorBuildNumber=\"2507\" MinorBuildNumber=\"6\""
                + " Version=\"V2017_07_11\"/></s:Header><s:Body xmlns:m=\"" + Namespaces.MESSAGES + "\" xmlns:t=\""
                + Namespaces.TYPES + "\">" + body + "</s:Body></s:Envelope>";
    }

    /** An answer to an operation with these response messages. */
    static String answer(EwsOperation<?, ?> operation, String... messages) {
        return "<m:" + operation.answerName() + "><m:ResponseMessages>" + String.join("", messages)
                + "</m:ResponseMessages></m:" + operation.answerName() + ">";
    }

    /** A good response message around some content. */
    static String success(EwsOperation<?, ?> operation, String content) {
        String name = operation.name() + "ResponseMessage";
        return "<m:" + name + " ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode>" + content + "</m:"
                + name + ">";
    }

    /** A response message that tells of an error. */
    static String error(EwsOperation<?, ?> operation, String code, String text, String messageXml) {
        String name = operation.name() + "ResponseMessage";
        return "<m:" + name + " ResponseClass=\"Error\"><m:MessageText>" + text + "</m:MessageText><m:ResponseCode>"
                + code + "</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>" + messageXml + "</m:" + name
                + ">";
    }

    /** A response message with one mail. */
    static String mail(String id, String mime) {
        return success(
                EwsOperation.GET_ITEM,
                "<m:Items><t:Message><t:MimeContent CharacterSet=\"UTF-8\">" + mime + "</t:MimeContent><t:ItemId Id=\""
                        + id
                        + "\" ChangeKey=\"ck\"/><t:Subject>subject of " + id
                        + "</t:Subject></t:Message></m:Items>");
    }

    static String getItemAnswer(String... messages) {
        return envelope(answer(EwsOperation.GET_ITEM, messages));
    }

    static String fault(String code, String text, String detail) {
        return "<s:Fault><faultcode xmlns:a=\"" + Namespaces.TYPES + "\">a:" + code + "</faultcode><faultstring>" + text
                + "</faultstring><detail><e:ResponseCode xmlns:e=\"" + Namespaces.ERRORS + "\">" + code
                + "</e:ResponseCode><e:Message xmlns:e=\"" + Namespaces.ERRORS + "\">" + text + "</e:Message>" + detail
                + "</detail></s:Fault>";
    }

    static GetItem getItem(String... ids) {
        GetItem request = new GetItem();
        ItemResponseShapeType shape = new ItemResponseShapeType();
        shape.setBaseShape("IdOnly");
        shape.setIncludeMimeContent(true);
        request.setItemShape(shape);
        request.setItemIds(new NonEmptyArrayOfBaseItemIdsType());
        for (String id : ids) {
            ItemIdType itemId = new ItemIdType();
            itemId.setId(id);
            request.getItemIds().getId().add(itemId);
        }
        return request;
    }

    /** A call that reads the bytes as an answer of HTTP status 200. */
    static <M extends ResponseMessageType> Call<M> read(EwsOperation<?, M> operation, byte[] answer) {
        return read(operation, new ByteArrayInputStream(answer), EwsLimits.DEFAULT, 1 << 20);
    }

    static <M extends ResponseMessageType> Call<M> read(EwsOperation<?, M> operation, String answer) {
        return read(operation, answer.getBytes(StandardCharsets.UTF_8));
    }

    static <M extends ResponseMessageType> Call<M> read(
            EwsOperation<?, M> operation, InputStream answer, EwsLimits limits, int spoolThreshold) {
        Call<M> call = new Call<>(
                new CallContext("test", "anna@example.org", operation, "sent-id"),
                operation,
                new SentContents(),
                limits,
                new ContentSpool(spoolThreshold, TMP, limits.contentBytes()),
                CLOCK);
        call.answered(200, Map.of("Content-Type", List.of("text/xml; charset=utf-8")), answer);
        return call;
    }

    static byte[] resource(String name) {
        try (InputStream in = Soap.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
