package org.exchangesync.transport;

/** The operations of a transport as they stand in endpoint URIs: {@code ews:changes}, {@code ews:ensureFolder}, … */
public enum TransportOperation {
    changes,
    fetch,
    present,
    find,
    create,
    update,
    categorize,
    delete,
    move,
    send,
    submit,
    ensureFolder,
    resolveNames,
    serverInfo
}
