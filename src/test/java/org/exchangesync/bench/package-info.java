/**
 * How fast mailboxes are drained, and what that costs: {@code mvn -Pbench}, explained in {@code docs/performance.md}. No
 * tests: the build compiles them and runs none.
 *
 * <p>Begin with {@link org.exchangesync.bench.Benchmark}. It starts a server that answers from bytes made beforehand ({@link
 * org.exchangesync.bench.CannedServer}), and one process after the other that drains it; each is run by {@link
 * org.exchangesync.bench.Measured}, so that its figures are its own.
 */
package org.exchangesync.bench;
