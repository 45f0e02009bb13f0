package io.fleetline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://u:p@h:5433/d                       | jdbc:postgresql://h:5433/d                  | u   | p",
                "postgres://u:p@h/d                              | jdbc:postgresql://h/d                       | u   | p",
                "postgresql://u@h/d                              | jdbc:postgresql://h/d                       | u   | ''",
                "postgresql://u%40x:p%2Fq%25+r@h/d               | jdbc:postgresql://h/d                       | u@x | p/q%+r",
                "postgresql://u:p@q@h/d                          | jdbc:postgresql://h/d                       | u   | p@q",
                "postgresql://u:p@h/d?sslmode=require            | jdbc:postgresql://h/d?sslmode=require       | u   | p",
                "postgresql://u:p@h/d?sslmode=verify-full&sslrootcert=/ca.pem | jdbc:postgresql://h/d?sslmode=verify-full&sslrootcert=/ca.pem | u | p",
                "postgresql://u:p@h/d?connect_timeout=3&a=b      | jdbc:postgresql://h/d?connectTimeout=3&a=b  | u   | p",
                "postgresql://h/d?user=u&password=p%20q          | jdbc:postgresql://h/d                       | u   | p q",
                "postgresql://u:p@[::1]:5432/d                   | jdbc:postgresql://[::1]:5432/d              | u   | p",
                "postgresql://u:p@a:1,b:2/d                      | jdbc:postgresql://a:1,b:2/d                 | u   | p",
                "jdbc:postgresql://h:1/d?user=u&password=p&ssl=true | jdbc:postgresql://h:1/d?ssl=true         | u   | p",
            })
    void everyFormIsRead(String text, String jdbcUrl, String user, String password) {
        assertThat(DatabaseUrl.parse(text)).isEqualTo(new DatabaseUrl(jdbcUrl, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:geheim@h/d",
                "postgresql://u:geheim@h",
                "geheim",
                "postgresql://:geheim@h/d",
                "postgresql://u:geheim%zz@h/d",
                "jdbc:postgresql://h/d?password=geheim"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(text))
                .withMessageStartingWith("the database URL ")
                .withMessageNotContaining("geheim")
                .withNoCause();
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(DatabaseUrl.parse("postgresql://me:geheim@h/d"))
                .hasToString("jdbc:postgresql://h/d as me, password redacted");
    }
}
