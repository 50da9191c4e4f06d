package org.exchangesync.app;

import org.exchangesync.sandbox.SandboxServer;

/** The server tells what came into a folder before what left it. */
class RemovalsLastTest extends MovesAndDeletes {
    @Override
    void describe(SandboxServer sandbox) {
        sandbox.store().tellRemovalsLast(true);
    }
}
