/**
 * The command line over {@link org.exchangesync.ops.Operations}: it understands arguments and formats results, as tables for
 * people or as one JSON document for programs. What it talks to is a {@link org.exchangesync.ops.cli.Terminal}, so that the
 * same commands run in a process of their own or in the program that has the database open.
 *
 * <p>Begin with {@link org.exchangesync.ops.cli.Commands}.
 */
package org.exchangesync.ops.cli;
