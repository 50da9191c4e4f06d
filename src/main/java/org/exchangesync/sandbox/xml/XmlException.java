package org.exchangesync.sandbox.xml;

/** A request that is not the XML it should be; line and column count from 1, 0 where unknown. */
public final class XmlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    public XmlException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
