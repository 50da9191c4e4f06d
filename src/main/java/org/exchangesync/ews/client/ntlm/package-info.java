/**
 * NTLM version 2 as a client speaks it: the messages and the arithmetic, without any connection. Begin with {@link
 * org.exchangesync.ews.client.ntlm.NtlmLogon}. Uses nothing of ours.
 *
 * <p>The JDK speaks NTLM too, but binds no logon to the TLS connection (servers with Extended Protection refuse that), and
 * keeps what it knows where all of a process shares it.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/">MS-NLMP</a>
 */
package org.exchangesync.ews.client.ntlm;
