/**
 * Mail bytes to item properties and back. Mail that came as bytes stays as it came. Uses {@code sandbox.store} and below.
 */
package org.exchangesync.sandbox.mime;
