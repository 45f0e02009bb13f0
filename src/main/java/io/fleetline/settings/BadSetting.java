package io.fleetline.settings;

/** The start cannot go on; the message is one line that names the setting and the way out. */
public final class BadSetting extends RuntimeException {
    /** Of the process; a supervisor need not start it again. */
    public static final int EXIT_CODE = 2;

    public BadSetting(Setting setting, String problem) {
        super(setting + " " + problem);
    }

    public BadSetting(String message) {
        super(message);
    }
}
