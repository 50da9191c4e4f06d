/**
 * The component {@code pop-smtp:}: mail that is fetched by POP3 and handed in by SMTP, in the vocabulary of all transports.
 *
 * <p>Begin with {@link org.exchangesync.popsmtp.PopSmtpTransport}. Below it are two small clients over one kind of connection
 * ({@code MailConnection}: lines, TLS, time-outs): {@code Pop3Client} and {@code SmtpClient}; {@code Maildrop} tells messages
 * apart, {@code Pop3Session} reads them page by page. Uses {@code transport} and {@code item} only.
 */
package org.exchangesync.popsmtp;
