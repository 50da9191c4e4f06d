package org.exchangesync.app;

import java.util.List;
import org.apache.camel.Exchange;
import org.exchangesync.check.MailboxTests.Claim;
import org.exchangesync.check.TestAndEnable;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The step of the route that tests and enables mailboxes. */
final class MailboxTestStep {
    private static final String TESTS = "tests";
    private static final Logger LOG = LoggerFactory.getLogger(MailboxTestStep.class);

    private final TestAndEnable tests;
    private final int atOnce;

    /** @param atOnce how many mailboxes are tested at the same time */
    MailboxTestStep(TestAndEnable tests, int atOnce) {
        this.tests = tests;
        this.atOnce = atOnce;
    }

    /**
     * Claims mailboxes and puts them into the exchange property {@code tests}.
     *
     * @return false when none waits
     */
    public boolean claim(Exchange exchange) {
        try {
            List<Claim> claims = tests.claim(atOnce);
            exchange.setProperty(TESTS, claims);
            return !claims.isEmpty();
        } catch (StoreException e) {
            LOG.debug("No mailbox is tested while the database can't be used", e);
            return false;
        }
    }

    /** Tests one; where the database fails meanwhile, its claim runs out and it is tested once more. */
    public void test(Claim claim) {
        try {
            tests.test(claim);
        } catch (StoreException e) {
            LOG.warn("The test of {} could not be noted and is done again: {}", claim.mailbox(), e.getMessage());
        }
    }
}
