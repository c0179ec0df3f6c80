/**
 * Steps of the route template {@code email-out}: a message becomes a mail, one SMTP transaction for each recipient. What
 * the mail says is {@link dev.openfused.gateway.channel.MailFormat}'s.
 */
@NullMarked
package dev.openfused.gateway.camel.mail;

import org.jspecify.annotations.NullMarked;
