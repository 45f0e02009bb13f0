package io.fleetline.read;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class DescriptionFormTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /openapi             | */*                                                  | application/yaml
            /openapi             | application/yaml                                     | application/yaml
            /openapi             | text/html, application/xml;q=0.9, */*;q=0.8          | application/yaml
            /openapi             | application/json                                     | application/json
            /openapi             | Application/JSON                                     | application/json
            /openapi             | application/vnd.oai.openapi+json;version=3.0         | application/vnd.oai.openapi+json;version=3.0
            /openapi             | application/vnd.oai.openapi+json                     | application/vnd.oai.openapi+json;version=3.0
            /openapi             | application/yaml, application/json;q=0.5             | application/yaml
            /openapi             | application/yaml;q=0.5, application/json             | application/json
            /openapi?format=json | */*                                                  | application/vnd.oai.openapi+json;version=3.0
            /openapi?format=json | application/vnd.oai.openapi+json;version=3.0         | application/vnd.oai.openapi+json;version=3.0
            /openapi?format=json | application/yaml                                     | application/vnd.oai.openapi+json;version=3.0
            /openapi?format=json | text/html, application/xml;q=0.9, */*;q=0.8          | application/json
            /openapi?format=yaml | application/json                                     | application/yaml
            /openapi.json        | */*                                                  | application/json
            /openapi.yaml        | application/json                                     | application/yaml
            """)
    void theBodyIsOfTheTypeThatTheAnswerSays(String path, String accept, String type) {
        var answer = given().header("Accept", accept).get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType().replaceFirst(";charset=UTF-8$", "")).isEqualTo(type);
        assertThat(answer.asString()).startsWith(type.contains("json") ? "{" : "---");
        assertThat(answer.header("Vary")).contains("Accept");
    }
}
