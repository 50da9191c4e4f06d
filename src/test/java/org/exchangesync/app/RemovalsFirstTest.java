package org.exchangesync.app;

import org.exchangesync.sandbox.SandboxServer;

/** The server tells what left a folder before what came. */
class RemovalsFirstTest extends MovesAndDeletes {
    @Override
    void describe(SandboxServer sandbox) {
        sandbox.store().tellRemovalsLast(false);
    }
}
