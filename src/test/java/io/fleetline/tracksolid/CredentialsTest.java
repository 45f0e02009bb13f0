package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final URI URL = URI.create("https://eu-open.example/route/rest");
    private static final String MD5 = "ec5858520d3ef00dc774068ef9aa8f2d";

    @Test
    void keepsTheSecretsToItself() {
        var text = new Credentials(URL, "KEY1", "s3cret", "fleetdemo", MD5).toString();

        assertThat(text)
                .contains("fleetdemo")
                .doesNotContain("s3cret")
                .doesNotContain(MD5)
                .doesNotContain("KEY1");
    }

    @Test
    void theDigestIsInLowerCase() {
        assertThat(new Credentials(URL, "k", "s", "u", MD5.toUpperCase()).userPwdMd5())
                .isEqualTo(MD5);
    }

    @Test
    void refusesNonsenseByName() {
        refused("TRACKSOLID_API_URL", URI.create("ftp://x/"), "k", "s", "u", MD5);
        refused("TRACKSOLID_API_URL", URI.create("eu-open.example"), "k", "s", "u", MD5);
        refused("TRACKSOLID_APP_KEY", URL, " ", "s", "u", MD5);
        refused("TRACKSOLID_APP_SECRET", URL, "k", "", "u", MD5);
        refused("TRACKSOLID_USER_ID", URL, "k", "s", "", MD5);
        refused("TRACKSOLID_USER_PWD_MD5", URL, "k", "s", "u", "my plain password");
    }

    private static void refused(String setting, URI url, String key, String secret, String user, String password) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Credentials(url, key, secret, user, password))
                .withMessageContaining(setting)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("my plain password"));
    }
}
