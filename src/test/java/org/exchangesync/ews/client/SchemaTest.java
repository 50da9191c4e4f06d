package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class SchemaTest {
    /** Samples of the reference that the protocol's own schema refuses: misspelt or, on purpose, wrong. */
    private static final Set<String> WRONG_IN_THE_REFERENCE = Set.of(
            "CopyItemResponse--copyitem-operation-2.xml",
            "MoveItemResponse--moveitem-operation-2.xml",
            "GetItemResponse--getitem-operation-contact-2.xml",
            "UpdateItem--updateitem-operation-contact-3.xml",
            "CreateItem--createitem-acceptsharinginvitation-1.xml");

    @Test
    void everyOperationOfTheWsdlIsInTheRegister() throws Exception {
        Document wsdl = parse(Soap.resource("wsdl/services.wsdl"));
        NodeList operations = wsdl.getElementsByTagNameNS("http://schemas.xmlsoap.org/wsdl/soap/", "operation");
        Set<String> actions = new TreeSet<>();
        for (int i = 0; i < operations.getLength(); i++) {
            actions.add('"' + ((Element) operations.item(i)).getAttribute("soapAction") + '"');
        }

        assertThat(actions)
                .isEqualTo(Samples.operations().stream()
                        .map(EwsOperation::soapAction)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyOperationIsInTheSupportTable() throws IOException {
        String table = Files.readString(Path.of("docs/ews-support.md"));

        assertThat(Samples.operations())
                .allSatisfy(operation -> assertThat(table).contains("[" + operation.name() + "]("));
    }

    @Test
    void everyEnvelopeOfTheReferenceFitsTheSchema() throws Exception {
        Schema schema = schema();
        List<String> refused = new ArrayList<>();
        int checked = 0;
        for (Map.Entry<String, byte[]> sample : Samples.reference().entrySet()) {
            Element payload = payload(parse(sample.getValue()));
            if (payload == null || !isOurs(payload) || WRONG_IN_THE_REFERENCE.contains(sample.getKey())) {
                continue;
            }
            checked++;
            try {
                schema.newValidator().validate(new DOMSource(payload));
            } catch (SAXException e) {
                refused.add(sample.getKey() + ": " + e.getMessage());
            }
        }

        assertThat(refused).isEmpty();
        assertThat(checked).isGreaterThan(100);
    }

    @Test
    void requestsAreWrittenInTheSchemasOrder() throws Exception {
        Document document = parse(marshal(Soap.getItem("a", "b")).getBytes(UTF_8));
        schema().newValidator().validate(new DOMSource(document.getDocumentElement()));
        document = parse(marshal(EwsClientTest.getInbox()).getBytes(UTF_8));
        schema().newValidator().validate(new DOMSource(document.getDocumentElement()));

        assertThat(marshal(EwsClientTest.getInbox()))
                .contains("<m:GetFolder ", "<m:FolderIds><t:DistinguishedFolderId Id=\"inbox\"/></m:FolderIds>");
    }

    private static boolean isOurs(Element payload) {
        String name = payload.getLocalName();
        return Samples.operations().stream()
                .anyMatch(operation -> name.equals(operation.name()) || name.equals(operation.answerName()));
    }

    private static Element payload(Document document) {
        NodeList bodies = document.getElementsByTagNameNS(Namespaces.SOAP_11, "Body");
        Node child = bodies.getLength() == 0 ? null : bodies.item(0).getFirstChild();
        while (child != null && !(child instanceof Element)) {
            child = child.getNextSibling();
        }
        return (Element) child;
    }

    private static String marshal(Object request) throws JAXBException {
        StringWriter text = new StringWriter();
        EwsJaxb.context().createMarshaller().marshal(request, text);
        return text.toString();
    }

    private static Schema schema() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(SchemaTest.class.getResource("wsdl/messages.xsd"));
    }

    private static Document parse(byte[] xml) throws ParserConfigurationException, IOException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }
}
