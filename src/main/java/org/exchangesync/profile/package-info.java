/**
 * What administrators describe: email server profiles and mailboxes, read from YAML files.
 *
 * <p>Begin with {@link org.exchangesync.profile.Profiles}. Imports no Camel class; may use {@code transport} and {@code
 * item}.
 */
package org.exchangesync.profile;
