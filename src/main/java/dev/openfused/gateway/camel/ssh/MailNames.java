package dev.openfused.gateway.camel.ssh;

import java.util.Locale;

/**
 * Which files in {@code outbox/} itself are for an agent: {@code *_to-NAME.json}, {@code *_to-NAME-FP8.json} and {@code
 * *_to-all.json} (protocol section 7).
 *
 * @param name the agent's
 * @param fp8 of its key, upper case
 */
record MailNames(String name, String fp8) {
    private static final String TO = "_to-";
    private static final String JSON = ".json";

    boolean isFlat(String file) {
        int to = file.lastIndexOf(TO);
        if (to < 0 || !file.endsWith(JSON)) {
            return false;
        }
        String recipient = file.substring(to + TO.length(), file.length() - JSON.length());
        return recipient.equals("all")
                || recipient.equals(name)
                || (recipient.startsWith(name + '-')
                        && recipient
                                .substring(name.length() + 1)
                                .toUpperCase(Locale.ROOT)
                                .startsWith(fp8));
    }
}
