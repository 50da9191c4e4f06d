/**
 * The vocabulary of Exchange Web Services as Java classes, generated from {@code wsdl/types.xsd} into
 * {@code target/generated-sources}. The classes carry the names of the protocol's types.
 *
 * <p>One binding rule, made for reading answers of real servers without losing anything: <b>whatever has a form that
 * servers, mail or time zones get wrong is bound as the text on the wire</b>. Enumerations, {@code xs:dateTime},
 * {@code xs:date}, {@code xs:time}, {@code xs:duration} and {@code xs:base64Binary} are {@code String}, trimmed; a code
 * that we have never heard of, a date without zone or with garbage arrives as it was sent and the mapper decides. Only
 * counts ({@code xs:int}, {@code xs:double}) and switches ({@code xs:boolean}) are numbers and booleans: where their text
 * is none, the value is null and {@link org.exchangesync.ews.client.EwsAnswer#flaw} tells why.
 *
 * <p>Choices are one property with a common type: paths are {@code getPath()}, items {@code getItem()}, folders
 * {@code getFolder()}, patterns and ranges of recurrences {@code getPattern()} and {@code getRange()}.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/ews-xml-elements-in-exchange">EWS
 *     XML elements</a>
 */
@XmlSchema(
        namespace = "http://schemas.microsoft.com/exchange/services/2006/types",
        elementFormDefault = XmlNsForm.QUALIFIED,
        xmlns = {
            @XmlNs(prefix = "t", namespaceURI = "http://schemas.microsoft.com/exchange/services/2006/types"),
            @XmlNs(prefix = "m", namespaceURI = "http://schemas.microsoft.com/exchange/services/2006/messages")
        })
package org.exchangesync.ews.client.types;

import jakarta.xml.bind.annotation.XmlNs;
import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
