/**
 * The way of a command into the program that has the database open: a Unix domain socket beside the database's file.
 *
 * <p>An embedded database can be opened by one process only. So while the program runs, the command line hands its arguments
 * over: {@link org.exchangesync.ops.socket.CommandServer} in the program runs them, {@link
 * org.exchangesync.ops.socket.CommandClient} shows what comes back and reads and writes the person's files. Who may do so is
 * decided by the operating system: the socket lies in a folder that only the program's own user can enter.
 *
 * <p>Begin with {@link org.exchangesync.ops.socket.CommandSocket}: where the socket is; {@link
 * org.exchangesync.ops.socket.Frames} tells what is said over it.
 */
package org.exchangesync.ops.socket;
