package org.exchangesync.item;

/** How important the sender or owner calls an item. */
public enum Importance {
    LOW,
    NORMAL,
    HIGH
}
