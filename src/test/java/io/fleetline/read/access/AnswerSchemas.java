package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi30;
import java.net.URI;

/** The schemas of the served API description, and whether an answer matches its own. */
public final class AnswerSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final JsonMetaSchema OPEN_API = JsonMetaSchema.builder(
                    OpenApi30.getInstance().getIri(), OpenApi30.getInstance())
            .keyword(new NonValidationKeyword("components"))
            .build();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V4, builder -> builder.metaSchema(OPEN_API).defaultMetaSchemaIri(OPEN_API.getIri()));

    private final JsonNode description;

    private AnswerSchemas(JsonNode description) {
        this.description = description;
    }

    /** @param service the URL of the running service */
    public static AnswerSchemas servedBy(URI service) throws Exception {
        try (var text = service.resolve("/openapi.json").toURL().openStream()) {
            return new AnswerSchemas(JSON.readTree(text));
        }
    }

    JsonNode description() {
        return description;
    }

    /**
     * Compares an answer with the schema of its operation, status and media type.
     *
     * @param path as in the description
     * @param type without parameters
     */
    public void assertFits(String method, String path, int status, String type, String body) throws Exception {
        var operation = description.path("paths").path(path).path(method.toLowerCase());
        var response = resolved(operation.path("responses").path(String.valueOf(status)));
        var content = response.path("content").path(type);
        assertThat(content.path("schema").isObject())
                .as("%s %s has a schema for %d %s", method, path, status, type)
                .isTrue();
        if (type.endsWith("json")) {
            assertThat(faults(content.path("schema"), JSON.readTree(body)))
                    .as("%s %s: %s", method, path, body.substring(0, Math.min(body.length(), 3_000)))
                    .isEmpty();
        }
    }

    private Iterable<?> faults(JsonNode schema, JsonNode answer) {
        // The schema refers to the others in the same document.
        var document = JSON.createObjectNode();
        document.set("allOf", JSON.createArrayNode().add(schema));
        document.set("components", ((ObjectNode) description).get("components"));
        return SCHEMAS.getSchema(document, WITH_FORMATS).validate(answer);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
    }
}
