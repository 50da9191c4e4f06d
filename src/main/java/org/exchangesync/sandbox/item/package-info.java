/**
 * Items and folders as requests see them: found by id, shown in shapes, filtered, sorted, made anew. Begin with {@link
 * org.exchangesync.sandbox.item.ItemRenderer}. Uses {@code sandbox.soap} and below.
 */
package org.exchangesync.sandbox.item;
