package org.exchangesync.app;

import org.exchangesync.sandbox.SandboxServer;

/** The server tells what left a folder before what came. */
class RemovalsFirstTest extends MovesAndDeletes {
    @Override
    SandboxServer.Builder ordered(SandboxServer.Builder sandbox) {
        return sandbox;
    }
}
