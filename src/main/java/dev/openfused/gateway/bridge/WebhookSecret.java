package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.SettingType;
import java.util.Base64;

/** The key of a webhook's signatures, checked when the settings are read and not at the first call. */
final class WebhookSecret {
    static final SettingType<Secret> TYPE =
            SecretTypes.secret("a webhook secret: any text, or whsec_ and Base64", WebhookSecret::isWellFormed);

    private WebhookSecret() {}

    private static boolean isWellFormed(String text) {
        if (!text.startsWith("whsec_")) {
            return true;
        }
        try {
            return Base64.getDecoder().decode(text.substring(6)).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
