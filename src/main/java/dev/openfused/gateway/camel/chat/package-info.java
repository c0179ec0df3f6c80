/**
 * Steps of the route templates that post in chats: a message becomes one or several calls, each answer the end of one.
 */
@NullMarked
package dev.openfused.gateway.camel.chat;

import org.jspecify.annotations.NullMarked;
