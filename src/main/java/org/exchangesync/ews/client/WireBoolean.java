package org.exchangesync.ews.client;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;

/** Binds switches of the EWS schema; text that is neither true nor false is an error instead of a silent false. */
public final class WireBoolean extends XmlAdapter<String, Boolean> {

    @Override
    public Boolean unmarshal(String text) {
        return switch (text.trim()) {
            case "true", "1", "True" -> true;
            case "false", "0", "False" -> false;
            default -> throw new IllegalArgumentException("'" + text.trim() + "' is neither true nor false");
        };
    }

    @Override
    public String marshal(Boolean value) {
        return value == null ? null : value.toString();
    }
}
