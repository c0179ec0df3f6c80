package dev.openfused.gateway.bridge;

import dev.openfused.gateway.channel.Wording;
import dev.openfused.gateway.settings.FileTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.TextFile;

/** What bridges to people have, so that an operator can say how messages are worded. */
public final class Templates {
    /** The file with the wording. */
    public static final Setting<TextFile> TEMPLATE = Setting.optional(
            "template",
            FileTypes.file("a file with a Mustache template", Templates::check),
            "A file with a Mustache template for the text, such as '{{title}} (said by {{from}})'; left out, the text as it is. Read again when it changes.");

    private Templates() {}

    /**
     * How a bridge words messages.
     *
     * @param bridge one whose kind has {@link #TEMPLATE}
     * @return by its template, if it has one
     */
    public static Wording of(Bridge bridge) {
        return bridge.find(TEMPLATE).map(file -> Wording.template(file.text())).orElse(Wording.AS_IT_IS);
    }

    private static void check(String text) {
        Wording.template(text);
    }
}
