/**
 * Requests and answers of Exchange Web Services as Java classes, generated from {@code wsdl/messages.xsd} into
 * {@code target/generated-sources}: {@code GetItem} asks, {@code GetItemResponse} answers, and each answer holds one
 * {@code ResponseMessageType} per thing asked for. Every operation's response message has a class of its own, for example
 * {@code GetItemResponseMessageType}. The binding rule stands in the package comment of {@code types}.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/ews-operations-in-exchange">EWS
 *     operations</a>
 */
@XmlSchema(
        namespace = "http://schemas.microsoft.com/exchange/services/2006/messages",
        elementFormDefault = XmlNsForm.QUALIFIED,
        xmlns = {
            @XmlNs(prefix = "t", namespaceURI = "http://schemas.microsoft.com/exchange/services/2006/types"),
            @XmlNs(prefix = "m", namespaceURI = "http://schemas.microsoft.com/exchange/services/2006/messages")
        })
package org.exchangesync.ews.client.messages;

import jakarta.xml.bind.annotation.XmlNs;
import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
