package io.fleetline.settings;

/** The start cannot go on; the message is one line that names the setting and the way out. */
public final class BadSetting extends RuntimeException {
    public BadSetting(Setting setting, String problem) {
        super(setting + " " + problem);
    }

    public BadSetting(String message) {
        super(message);
    }
}
