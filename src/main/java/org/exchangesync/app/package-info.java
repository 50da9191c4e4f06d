/**
 * Where everything is put together: settings, stores, steps and routes. Nothing else of the house may use this room.
 *
 * <p>Begin with {@link org.exchangesync.app.SyncPlugin}: it starts the engine in any Camel context whose properties say
 * {@code exchangesync.enabled=true}; {@link org.exchangesync.app.Main} is a thin shell around a Camel context for
 * standalone use.
 */
package org.exchangesync.app;
