package org.exchangesync.ews.client;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;

/**
 * Binds dates, times, durations and base64 of the EWS schema as the text that stands on the wire, without the white space
 * around it, so that odd values (no zone, fractions, garbage) reach the mapper instead of becoming {@code null}.
 */
public final class WireText extends XmlAdapter<String, String> {

    @Override
    public String unmarshal(String text) {
        return text == null ? null : text.trim();
    }

    @Override
    public String marshal(String text) {
        return text;
    }
}
