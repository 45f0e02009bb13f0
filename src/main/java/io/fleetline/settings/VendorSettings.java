package io.fleetline.settings;

import io.fleetline.tracksolid.ClientSettings;
import io.fleetline.tracksolid.Credentials;
import io.fleetline.wire.MileageUnit;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The settings of the vendor's cloud: its address, our login there, and how often we may ask. */
final class VendorSettings {
    private final SettingValues values;

    VendorSettings(SettingValues values) {
        this.values = values;
    }

    Credentials credentials() {
        var md5 = values.text(Setting.TRACKSOLID_USER_PWD_MD5);
        if (!md5.matches("[0-9a-f]{32}")) {
            throw new BadSetting(
                    Setting.TRACKSOLID_USER_PWD_MD5, "must be the MD5 of the password: 32 lower-case hex digits");
        }
        return new Credentials(
                apiUrl(),
                values.text(Setting.TRACKSOLID_APP_KEY),
                values.text(Setting.TRACKSOLID_APP_SECRET),
                values.text(Setting.TRACKSOLID_USER_ID),
                md5);
    }

    private URI apiUrl() {
        var text = values.text(Setting.TRACKSOLID_API_URL);
        try {
            var url = URI.create(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like every other text that is not an address
        }
        throw new BadSetting(
                Setting.TRACKSOLID_API_URL, "must look like https://host/route/rest, but is '%s'".formatted(text));
    }

    ClientSettings client(Duration maxFactAge) {
        var usual = ClientSettings.defaults();
        return new ClientSettings(
                usual.connectTimeout(),
                usual.readTimeout(),
                usual.trackListTimeout(),
                values.wholeNumber(Setting.TRACKSOLID_REQUESTS_PER_SECOND),
                usual.maxConcurrentPerAccount(),
                mileageUnit(),
                maxFactAge,
                usual.maxReplyBytes());
    }

    private MileageUnit mileageUnit() {
        return switch (values.text(Setting.TRACKSOLID_MILEAGE_UNIT)) {
            case "m" -> MileageUnit.METRES;
            case "km" -> MileageUnit.KILOMETRES;
            default -> throw new BadSetting(Setting.TRACKSOLID_MILEAGE_UNIT, "must be 'm' or 'km'");
        };
    }

    List<String> accounts() {
        var accounts = values.list(Setting.TRACKSOLID_TARGETS);
        if (accounts.isEmpty()) {
            throw new BadSetting(Setting.TRACKSOLID_TARGETS, "names no account");
        }
        return accounts;
    }
}
