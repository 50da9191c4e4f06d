/**
 * Speaks Exchange Web Services: requests and answers as the generated types of {@code types} and {@code messages}, over
 * SOAP and HTTP. The only room that sees CXF and the generated types; it calls nobody but {@code item} (for bytes) and
 * {@code transport} (for settings and faults), and knows no Camel.
 *
 * <p>Begin with {@link org.exchangesync.ews.client.EwsClient}. The way of a call: {@code SoapChannel} marshals the request
 * onto the wire; {@code AnswerInterceptor} takes the answer off it; {@code HttpAnswer} tells SOAP from everything else;
 * {@code AnswerStream} holds the limits and cuts the bulk out of the bytes ({@code ContentSink}); {@code AnswerReader} and
 * {@code MessageReader} make objects of the rest; {@code ResponseFault}, {@code SoapFault} and {@code NetworkFault} make
 * faults of what went wrong.
 */
package org.exchangesync.ews.client;
