package org.exchangesync.sync;

import org.apache.camel.Exchange;

/** The bean {@code page} of the routes: saves a page when all its items have their outcomes. */
public final class PageStep {
    private final PageCommit pageCommit;

    public PageStep(PageCommit pageCommit) {
        this.pageCommit = pageCommit;
    }

    /**
     * Commits the page; see {@link PageCommit}.
     *
     * @throws Exception what made a step give the page up, if one did
     */
    public void commit(Exchange exchange) throws Exception {
        MailboxCycle cycle = CycleStep.cycle(exchange);
        if (!cycle.isReading()) {
            return; // a step between the pages failed, and the folder was ended
        }
        FolderRun run = cycle.run();
        if (run.failure() != null) {
            throw run.failure();
        }
        PageCommit.Result result = pageCommit.commit(cycle, run, run.page(), run.outcomes());
        run.committed(result.state());
        cycle.counts().add(result.counts());
    }
}
