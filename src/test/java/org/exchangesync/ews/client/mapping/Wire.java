package org.exchangesync.ews.client.mapping;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import jakarta.xml.bind.Unmarshaller;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.exchangesync.ews.client.messages.CreateItem;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.UpdateItem;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.ItemChangeType;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.ews.client.types.ItemResponseShapeType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfAllItemsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseItemIdsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangeDescriptionsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfItemChangesType;

/** Sends objects over an imagined wire: to XML that is valid by the schema, and back. */
final class Wire {
    private static final JAXBContext CONTEXT;
    private static final Schema SCHEMA;

    static {
        try {
            CONTEXT = JAXBContext.newInstance("org.exchangesync.ews.client.messages:org.exchangesync.ews.client.types");
            SCHEMA = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Wire.class.getResource("/org/exchangesync/ews/client/wsdl/messages.xsd"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Wire() {}

    /** The item as the server gets it in a CreateItem. */
    @SuppressWarnings("unchecked")
    static <X extends ItemType> X sent(X item) throws JAXBException {
        CreateItem request = new CreateItem();
        request.setItems(new NonEmptyArrayOfAllItemsType());
        request.getItems().getItem().add(item);
        return (X) roundTrip(request).getItems().getItem().get(0);
    }

    /** The changes as the server gets them in an UpdateItem; it must not be empty. */
    static List<ItemChangeDescriptionType> sent(List<ItemChangeDescriptionType> changes) throws JAXBException {
        ItemChangeType change = new ItemChangeType();
        change.setItemId(id("A", "1"));
        change.setUpdates(new NonEmptyArrayOfItemChangeDescriptionsType());
        change.getUpdates().getChange().addAll(changes);
        UpdateItem request = new UpdateItem();
        request.setConflictResolution("NeverOverwrite");
        request.setItemChanges(new NonEmptyArrayOfItemChangesType());
        request.getItemChanges().getItemChange().add(change);
        return roundTrip(request)
                .getItemChanges()
                .getItemChange()
                .get(0)
                .getUpdates()
                .getChange();
    }

    /** The shape as the server gets it in a GetItem. */
    static ItemResponseShapeType sent(ItemResponseShapeType shape) throws JAXBException {
        GetItem request = new GetItem();
        request.setItemShape(shape);
        request.setItemIds(new NonEmptyArrayOfBaseItemIdsType());
        request.getItemIds().getId().add(id("A", "1"));
        return roundTrip(request).getItemShape();
    }

    static ItemIdType id(String id, String changeKey) {
        ItemIdType itemId = new ItemIdType();
        itemId.setId(id);
        itemId.setChangeKey(changeKey);
        return itemId;
    }

    @SuppressWarnings("unchecked")
    private static <R> R roundTrip(R request) throws JAXBException {
        Marshaller marshaller = CONTEXT.createMarshaller();
        marshaller.setSchema(SCHEMA);
        StringWriter xml = new StringWriter();
        marshaller.marshal(request, xml);
        Unmarshaller unmarshaller = CONTEXT.createUnmarshaller();
        return (R) unmarshaller.unmarshal(new StringReader(xml.toString()));
    }
}
