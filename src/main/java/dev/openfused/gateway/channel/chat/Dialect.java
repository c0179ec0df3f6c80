package dev.openfused.gateway.channel.chat;

/**
 * How a chat marks text up. What is called a literal is a stranger's and is escaped here, mentions disarmed; everything
 * else is already in the chat's markup.
 */
interface Dialect {
    /** A literal that shows as it is. */
    String text(String literal);

    /** Inline markup in bold. */
    String strong(String markup);

    /** Inline markup in italics. */
    String emphasis(String markup);

    /** A literal of one line in a fixed-width face. */
    String code(String literal);

    /** A literal of several lines in a fixed-width face. */
    String codeBlock(String literal);

    /** An address that can be clicked; {@link Markdown} passes on only what {@link WebAddress} finds harmless. */
    String address(String url);

    /** What begins each line of a quotation. */
    String quoteMark();
}
