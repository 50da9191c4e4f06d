/**
 * What items and folders consist of: the table of properties, how requests name them, and the values of one item. Uses
 * {@code sandbox.xml} only. Begin with {@code item-properties.txt}, then {@link
 * org.exchangesync.sandbox.property.ItemType}.
 */
package org.exchangesync.sandbox.property;
