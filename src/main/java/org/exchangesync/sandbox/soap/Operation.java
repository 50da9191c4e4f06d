package org.exchangesync.sandbox.soap;

import org.exchangesync.sandbox.xml.Xml;

/** One operation of Exchange Web Services. */
@FunctionalInterface
public interface Operation {
    /**
     * Does it.
     *
     * @return the response element, such as {@code m:GetItemResponse}
     * @throws SoapFault when the request fails as a whole
     */
    Xml execute(Call call);
}
