package dev.openfused.gateway.settings;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Types of settings that are never shown. */
public final class SecretTypes {
    private static final Pattern SECRET_INSIDE = Pattern.compile("(?i)@|pass|secret|token|key|auth|credential");

    private SecretTypes() {}

    /**
     * A password, token or key. Besides the value itself, {@code {key}-file} may name a file that holds it.
     *
     * @return the type
     */
    public static SettingType<Secret> secret() {
        return secret("a secret", text -> true);
    }

    /**
     * A secret of a certain form.
     *
     * @param form for people, such as {@code a secret: any text, or whsec_ and Base64}
     * @param wellFormed whether a text has it
     * @return the type
     */
    public static SettingType<Secret> secret(String form, Predicate<String> wellFormed) {
        return new SettingType<>(form, List.of(), true, (text, base) -> {
            if (!wellFormed.test(text)) {
                throw new IllegalArgumentException("is not " + form);
            }
            return Secret.of(text);
        });
    }

    /**
     * An address that may hold a secret, among its options or before an {@code @}; so it is never shown.
     *
     * @param form for people, such as {@code a broker's address such as tcp://broker.example.org:61616}
     * @param wellFormed whether a text has it
     * @return the type
     */
    public static SettingType<Secret> addressWithSecret(String form, Predicate<String> wellFormed) {
        return new SettingType<>(
                form,
                List.of(),
                true,
                text -> !SECRET_INSIDE.matcher(text).find(),
                secret(form, wellFormed).parser());
    }
}
