package org.exchangesync.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.exchangesync.sandbox.fill.DemoData;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A mailbox as its owner uses it, by requests written out in full: what the tests put in and read back shares no code with
 * the program under test.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/ews-operations-in-exchange">EWS
 *     operations</a>
 */
final class TestMailbox {
    static final String PASSWORD = DemoData.PASSWORD;

    private static final String TYPES = "http://schemas.microsoft.com/exchange/services/2006/types";
    private static final String MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages";
    private static final String GONE = "ErrorItemNotFound";
    private static final int LISTED_AT_ONCE = 500;

    private final String address;
    private final URI ewsUrl;
    private final HttpClient client;

    TestMailbox(String address, URI ewsUrl, SSLContext tls) {
        this.address = address;
        this.ewsUrl = ewsUrl;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    /** An item's address and version. */
    record Id(String id, String changeKey) {}

    /** An item in a list; read is null where it isn't a mail. */
    record Listed(Id id, String subject, Boolean read) {}

    String address() {
        return address;
    }

    /** Makes items of one folder, given as elements such as {@code <t:Task>}, and gives their ids in the same order. */
    List<Id> create(String folder, List<String> items) {
        return call("""
                <m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone">
                  <m:SavedItemFolderId>%s</m:SavedItemFolderId><m:Items>%s</m:Items>
                </m:CreateItem>""".formatted(folder(folder), String.join("", items))).stream()
                .map(answer -> id(good(answer)).orElseThrow())
                .toList();
    }

    /**
     * Sets one property.
     *
     * @param field such as {@code calendar:Location}
     * @param item the item's element with the property's element in it
     * @return the new version, empty where the item is gone
     */
    Optional<Id> update(Id item, String field, String element) {
        return idUnlessGone(
                call("""
                <m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" \
                SendMeetingInvitationsOrCancellations="SendToNone">
                  <m:ItemChanges><t:ItemChange><t:ItemId Id="%s" ChangeKey="%s"/><t:Updates><t:SetItemField>
                    <t:FieldURI FieldURI="%s"/>%s
                  </t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges>
                </m:UpdateItem>""".formatted(item.id(), item.changeKey(), field, element)).get(0));
    }

    /** Moves an item; its new id, empty where it was gone. */
    Optional<Id> move(Id item, String folder) {
        return idUnlessGone(call("""
                <m:MoveItem><m:ToFolderId>%s</m:ToFolderId>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds><m:ReturnNewItemIds>true</m:ReturnNewItemIds>
                </m:MoveItem>""".formatted(folder(folder), item.id())).get(0));
    }

    /** Deletes an item; false where it was gone. */
    boolean delete(Id item, boolean forEver) {
        Element answer = call("""
                <m:DeleteItem DeleteType="%s" SendMeetingCancellations="SendToNone" AffectedTaskOccurrences="AllOccurrences">
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:DeleteItem>""".formatted(forEver ? "HardDelete" : "MoveToDeletedItems", item.id()))
                .get(0);
        return !code(answer).equals(GONE) && good(answer) != null;
    }

    /** Makes a folder below the Inbox and gives its id. */
    String makeFolder(String name) {
        Element answer = call("""
                <m:CreateFolder><m:ParentFolderId>%s</m:ParentFolderId>
                  <m:Folders><t:Folder><t:DisplayName>%s</t:DisplayName></t:Folder></m:Folders>
                </m:CreateFolder>""".formatted(folder("inbox"), name)).get(0);
        return first(good(answer), TYPES, "FolderId").orElseThrow().getAttribute("Id");
    }

    /** The id of the folder of that name below the Inbox. */
    Optional<String> findFolder(String name) {
        Element answer = call("""
                <m:FindFolder Traversal="Shallow">
                  <m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>
                  <m:ParentFolderIds>%s</m:ParentFolderIds>
                </m:FindFolder>""".formatted(folder("inbox"))).get(0);
        return all(good(answer), TYPES, "Folder").stream()
                .filter(folder -> text(folder, "DisplayName").equals(Optional.of(name)))
                .flatMap(folder -> first(folder, TYPES, "FolderId").stream())
                .map(id -> id.getAttribute("Id"))
                .findFirst();
    }

    /** All items of a folder, oldest first. */
    List<Listed> list(String folder) {
        List<Listed> items = new ArrayList<>();
        boolean last = false;
        while (!last) {
            Element root = first(
                            good(call("""
                                    <m:FindItem Traversal="Shallow">
                                      <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>
                                        <t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/>
                                      </t:AdditionalProperties></m:ItemShape>
                                      <m:IndexedPageItemView MaxEntriesReturned="%d" Offset="%d" BasePoint="Beginning"/>
                                      <m:ParentFolderIds>%s</m:ParentFolderIds>
                                    </m:FindItem>""".formatted(LISTED_AT_ONCE, items.size(), folder(folder)))
                                    .get(0)),
                            MESSAGES,
                            "RootFolder")
                    .orElseThrow();
            for (Element itemId : all(root, TYPES, "ItemId")) {
                Element item = (Element) itemId.getParentNode();
                items.add(new Listed(
                        new Id(itemId.getAttribute("Id"), itemId.getAttribute("ChangeKey")),
                        text(item, "Subject").orElse(""),
                        text(item, "IsRead").map(Boolean::valueOf).orElse(null)));
            }
            last = root.getAttribute("IncludesLastItemInRange").equals("true");
        }
        return items;
    }

    /** A folder that every mailbox has by its name, any other by its id. */
    private static String folder(String folder) {
        return folder.length() < 20
                ? "<t:DistinguishedFolderId Id=\"" + folder + "\"/>"
                : "<t:FolderId Id=\"" + folder + "\"/>";
    }

    private List<Element> call(String operation) {
        String envelope = "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope"
                + " xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:t=\"" + TYPES + "\" xmlns:m=\""
                + MESSAGES + "\"><soap:Header><t:RequestServerVersion Version=\"Exchange2010_SP2\"/></soap:Header>"
                + "<soap:Body>" + operation + "</soap:Body></soap:Envelope>";
        String account =
                Base64.getEncoder().encodeToString((address + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(ewsUrl)
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("Authorization", "Basic " + account)
                .POST(HttpRequest.BodyPublishers.ofString(envelope))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new AssertionError("HTTP " + answer.statusCode() + " to " + operation + ": "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Element root = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(answer.body()))
                    .getDocumentElement();
            List<Element> messages = new ArrayList<>();
            NodeList all =
                    first(root, MESSAGES, "ResponseMessages").orElseThrow().getChildNodes();
            for (int i = 0; i < all.getLength(); i++) {
                if (all.item(i) instanceof Element message) {
                    messages.add(message);
                }
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String code(Element answer) {
        return first(answer, MESSAGES, "ResponseCode").orElseThrow().getTextContent();
    }

    private static Element good(Element answer) {
        if (!code(answer).equals("NoError")) {
            throw new AssertionError(code(answer) + ": " + answer.getTextContent());
        }
        return answer;
    }

    private static Optional<Id> idUnlessGone(Element answer) {
        return code(answer).equals(GONE) ? Optional.empty() : id(good(answer));
    }

    private static Optional<Id> id(Element within) {
        return first(within, TYPES, "ItemId").map(id -> new Id(id.getAttribute("Id"), id.getAttribute("ChangeKey")));
    }

    private static Optional<String> text(Element item, String name) {
        return first(item, TYPES, name).map(Element::getTextContent);
    }

    private static Optional<Element> first(Element within, String namespace, String name) {
        return all(within, namespace, name).stream().findFirst();
    }

    private static List<Element> all(Element within, String namespace, String name) {
        NodeList found = within.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
