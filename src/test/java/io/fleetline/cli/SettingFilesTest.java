package io.fleetline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Setting;
import io.fleetline.settings.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting may be read from the file named by the variable with the suffix _FILE. */
class SettingFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingMayComeFromAFile(Setting setting) throws IOException {
        assertThat(value(setting, Map.of(setting + "_FILE", file("geheim\n")))).isEqualTo("geheim");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void noSettingsFileIsAnotherSetting(Setting setting) {
        assertThat(Setting.values()).extracting(Setting::name).doesNotContain(setting + "_FILE");
    }

    @Test
    void anEmptyNameIsNone() {
        assertThat(value(Setting.DATABASE_URL, Map.of("DATABASE_URL", "u", "DATABASE_URL_FILE", " ")))
                .isEqualTo("u");
        assertThat(value(Setting.FLEET_TIME_ZONE, Map.of("FLEET_TIME_ZONE_FILE", "")))
                .isEqualTo("Africa/Nairobi");
    }

    @Test
    void aValueAndAFileAreOneTooMany() throws IOException {
        var both = Map.of("TRACKSOLID_APP_SECRET", "geheim", "TRACKSOLID_APP_SECRET_FILE", file("geheim"));
        assertThatThrownBy(() -> value(Setting.TRACKSOLID_APP_SECRET, both))
                .isInstanceOf(BadSetting.class)
                .hasMessage("TRACKSOLID_APP_SECRET and TRACKSOLID_APP_SECRET_FILE are both set: which is meant?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\n", "geheim\nnoch eins"})
    void aFileHoldsOneLine(String contents) throws IOException {
        var file = file(contents);
        assertThatThrownBy(() -> value(Setting.JIMI_WEBHOOK_TOKEN, Map.of("JIMI_WEBHOOK_TOKEN_FILE", file)))
                .isInstanceOf(BadSetting.class)
                .hasMessage("JIMI_WEBHOOK_TOKEN_FILE names %s, which is not one line of text", file);
    }

    @Test
    void aFileThatCannotBeRead() throws IOException {
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 'x'});
        for (var file : new Path[] {folder.resolve("missing"), folder, binary}) {
            assertThatThrownBy(() -> value(Setting.DATABASE_URL, Map.of("DATABASE_URL_FILE", file.toString())))
                    .isInstanceOf(BadSetting.class)
                    .hasMessage("DATABASE_URL_FILE names %s, which cannot be read as text", file);
        }
    }

    private String file(String contents) throws IOException {
        return Files.writeString(folder.resolve("setting"), contents).toString();
    }

    private static String value(Setting setting, Map<String, String> environment) {
        return new SettingValues(environment::get).optional(setting);
    }
}
