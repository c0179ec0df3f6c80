package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.AddressTypes;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import dev.openfused.gateway.settings.SettingType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** How a mail bridge proves itself to its mail server, whichever way it carries. */
public final class MailLogIn {
    /** The user. */
    public static final Setting<String> USER =
            Setting.optional("user", SettingType.text(), "The account at the mail server; left out, no log-in.");

    /** The password. */
    public static final Setting<Secret> PASSWORD =
            Setting.optional("password", SecretTypes.secret(), "The password of that account.");

    /** The access token. */
    public static final Setting<Secret> OAUTH2_TOKEN = Setting.optional(
            "oauth2-token",
            SecretTypes.secret(),
            "An OAuth2 access token instead of a password (XOAUTH2); oauth2-token-file is read again for each log-in, so another program can refresh it.");

    /** Where access tokens come from. */
    public static final Setting<URI> OAUTH2_TOKEN_URL = Setting.optional(
            "oauth2-token-url",
            AddressTypes.uri("https"),
            "Where access tokens are fetched, such as https://login.microsoftonline.com/TENANT/oauth2/v2.0/token or https://oauth2.googleapis.com/token.");

    /** Who fetches them. */
    public static final Setting<String> OAUTH2_CLIENT_ID =
            Setting.optional("oauth2-client-id", SettingType.text(), "With oauth2-token-url: the application's id.");

    /** The secret of that. */
    public static final Setting<Secret> OAUTH2_CLIENT_SECRET = Setting.optional(
            "oauth2-client-secret",
            SecretTypes.secret(),
            "With oauth2-token-url: the application's secret; alone, it fetches tokens for itself (client credentials).");

    /** What an account's owner agreed to. */
    public static final Setting<Secret> OAUTH2_REFRESH_TOKEN = Setting.optional(
            "oauth2-refresh-token",
            SecretTypes.secret(),
            "With oauth2-token-url: the refresh token that the account's owner agreed to.");

    /** What for. */
    public static final Setting<String> OAUTH2_SCOPE = Setting.optional(
            "oauth2-scope",
            SettingType.text(),
            "With oauth2-token-url: the scope to ask for, such as https://outlook.office365.com/.default.");

    private MailLogIn() {}

    /** A kind's own settings, with these after those that stand before them. */
    static List<Setting<?>> settings(List<Setting<?>> before, Setting<?>... after) {
        List<Setting<?>> all = new ArrayList<>(before);
        all.addAll(List.of(
                USER,
                PASSWORD,
                OAUTH2_TOKEN,
                OAUTH2_TOKEN_URL,
                OAUTH2_CLIENT_ID,
                OAUTH2_CLIENT_SECRET,
                OAUTH2_REFRESH_TOKEN,
                OAUTH2_SCOPE));
        all.addAll(List.of(after));
        return all;
    }

    /** What these ask of one another, then what a kind asks besides. */
    static List<Requirement> requirements(Requirement... besides) {
        List<Requirement> all = new ArrayList<>(List.of(
                Requirement.atMostOneOf(PASSWORD, OAUTH2_TOKEN, OAUTH2_TOKEN_URL),
                Requirement.needs(PASSWORD, USER),
                Requirement.needs(OAUTH2_TOKEN, USER),
                Requirement.needs(OAUTH2_TOKEN_URL, USER),
                Requirement.needs(OAUTH2_TOKEN_URL, OAUTH2_CLIENT_ID),
                new Requirement(
                        "has oauth2-token-url, which needs oauth2-client-secret or oauth2-refresh-token",
                        v -> !v.has(OAUTH2_TOKEN_URL.key())
                                || v.has(OAUTH2_CLIENT_SECRET.key())
                                || v.has(OAUTH2_REFRESH_TOKEN.key())),
                Requirement.needs(OAUTH2_CLIENT_ID, OAUTH2_TOKEN_URL),
                Requirement.needs(OAUTH2_CLIENT_SECRET, OAUTH2_TOKEN_URL),
                Requirement.needs(OAUTH2_REFRESH_TOKEN, OAUTH2_TOKEN_URL),
                Requirement.needs(OAUTH2_SCOPE, OAUTH2_TOKEN_URL)));
        all.addAll(List.of(besides));
        return all;
    }
}
