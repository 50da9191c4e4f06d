/**
 * What a person has to know: one row for each trouble, open until it has passed. Begin with {@link
 * org.exchangesync.alert.Alerts}.
 *
 * <p>Imports no Camel class.
 */
package org.exchangesync.alert;
