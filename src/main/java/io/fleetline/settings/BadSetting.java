package io.fleetline.settings;

/** The service cannot start. The message is one line that names the setting and what to do. */
public final class BadSetting extends RuntimeException {
    /** The exit code of the process; a supervisor should not restart it. */
    public static final int EXIT_CODE = 2;

    public BadSetting(Setting setting, String problem) {
        super(setting + " " + problem);
    }

    public BadSetting(String message) {
        super(message);
    }
}
