/**
 * A message as posts in a chat: a stranger's Markdown in the chat's own markup, in pieces that fit, under a head that it
 * can't imitate. Pure functions.
 */
@NullMarked
package dev.openfused.gateway.channel.chat;

import org.jspecify.annotations.NullMarked;
