package org.exchangesync.item;

/** Who the owner wants to see an item. */
public enum Sensitivity {
    NORMAL,
    PERSONAL,
    PRIVATE,
    CONFIDENTIAL
}
