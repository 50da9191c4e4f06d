/**
 * Identity tokens of Exchange: the JWT by which an Outlook add-in proves to a service who its user is. Begin with {@link
 * org.exchangesync.check.identity.IdentityTokens}. Exchange Online no longer issues them; Exchange Server does.
 */
package org.exchangesync.check.identity;
