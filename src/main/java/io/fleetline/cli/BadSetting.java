package io.fleetline.cli;

/** The start cannot go on; the message is one line that names the setting and the way out. */
final class BadSetting extends RuntimeException {
    BadSetting(Setting setting, String problem) {
        super(setting + " " + problem);
    }

    BadSetting(String message) {
        super(message);
    }
}
