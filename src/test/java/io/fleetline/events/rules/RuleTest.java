package io.fleetline.events.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ServiceSchema ENERGY = ServiceSchema.of(
            "energy", json("{'energy': 'number', 'neighborhood': 'text', 'meter': 'integer', 'on': 'boolean'}"), true);

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (Exception e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Rule rule(String condition, String derives) {
        return Rule.of("r", 3, ENERGY, json(condition), json(derives));
    }

    private static Rule rule(String condition) {
        return rule(condition, "[{'service': 'security', 'payload': {}}]");
    }

    @ParameterizedTest
    @CsvSource({"499.99, 0", "500, 0", "500.0, 0", "5e2, 0", "500.01, 1", "500.0000000000000000001, 1", "501, 1"})
    void theLimitItselfIsNotAboveIt(String energy, int derived) {
        var rule = rule("{'field': 'energy', 'above': 500.0}");
        assertThat(rule.apply(json("{'energy': %s}".formatted(energy)))).hasSize(derived);
        assertThat(rule("{'field': 'energy', 'below': 500.0}").apply(json("{'energy': 500}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'field': 'neighborhood', 'is': 'Karen'}                                            | {'neighborhood': 'Karen'}  | true
            {'field': 'neighborhood', 'is': 'Karen'}                                            | {'neighborhood': 'karen'}  | false
            {'field': 'neighborhood', 'is': 'Karen'}                                            | {}                         | false
            {'field': 'meter', 'is': 7}                                                         | {'meter': 7.0}             | true
            {'field': 'energy', 'above': 1}                                                     | {}                         | false
            {'field': 'meter', 'known': true}                                                   | {'meter': 0}               | true
            {'field': 'meter', 'known': false}                                                  | {'meter': 0}               | false
            {'not': {'field': 'on', 'is': true}}                                                | {'on': false}              | true
            {'all': [{'field': 'meter', 'is': 1}, {'field': 'energy', 'above': 2}]}             | {'meter': 1, 'energy': 3}  | true
            {'all': [{'field': 'meter', 'is': 1}, {'field': 'energy', 'above': 2}]}             | {'meter': 1, 'energy': 2}  | false
            {'any': [{'field': 'meter', 'is': 1}, {'field': 'energy', 'above': 2}]}             | {'meter': 2, 'energy': 3}  | true
            """)
    void conditions(String condition, String event, boolean holds) {
        assertThat(rule(condition).apply(json(event))).hasSize(holds ? 1 : 0);
    }

    @Test
    void fieldsKeepTheirTypesAndMissingOnesAreNull() {
        var rule = rule("{'field': 'meter', 'known': true}", """
                [{'service': 'security', 'key': 'e_{meter}_{neighborhood}',
                  'payload': {'meter': '{meter}', 'text': 'of {meter} in {neighborhood}!', 'where': '{neighborhood}', 'list': ['{on}', 1]}}]""");
        assertThat(rule.apply(json("{'meter': 7, 'on': true}")))
                .containsExactly(new Rule.Derived(
                        "security",
                        (ObjectNode) json("{'meter': 7, 'text': 'of 7 in !', 'where': null, 'list': [true, 1]}"),
                        null));
        assertThat(rule.apply(json("{'meter': 7, 'neighborhood': '$1 {meter}'}")))
                .extracting(Rule.Derived::key)
                .containsExactly("e_7_$1 {meter}");
    }

    @Test
    void anExplanationHasTheValuesThatTheRuleLookedAt() {
        var rule = rule("{'field': 'energy', 'above': 1}", "[{'service': 'security', 'payload': {'a': '{meter}'}}]");
        assertThat(rule.explanation(json("{'energy': 2, 'on': true}")))
                .isEqualTo(json("{'rule': 'r', 'version': 3, 'inputs': {'energy': 2, 'meter': null}}"));
    }

    @Test
    void aKeyThatIsTooLongFails() {
        var rule = rule(
                "{'field': 'neighborhood', 'known': true}",
                "[{'service': 's', 'key': '{neighborhood}', 'payload': {}}]");
        assertThat(rule.apply(json("{'neighborhood': '%s'}".formatted("x".repeat(200)))))
                .hasSize(1);
        assertThatThrownBy(() -> rule.apply(json("{'neighborhood': '%s'}".formatted("x".repeat(201)))))
                .isInstanceOf(RuleFailedException.class);
        assertThatThrownBy(() -> rule("{'field': 'neighborhood', 'above': 1}").apply(json("{'neighborhood': 'x'}")))
                .isInstanceOf(RuleFailedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'field': 'energy'}",
                "{'field': 'colour', 'is': 1}",
                "{'field': 'energy', 'above': 'much'}",
                "{'field': 'energy', 'above': 1, 'below': 2}",
                "{'all': []}",
                "{'all': {}}",
                "{'not': {'not': {'not': {'not': {'not': {'not': {'not': {'not': {'not': {'not': {'field': 'on', 'is': true}}}}}}}}}}}",
                "{'none': [{'field': 'on', 'is': true}]}"
            })
    void aConditionThatMakesNoSenseIsRefused(String condition) {
        assertThatThrownBy(() -> rule(condition)).isInstanceOf(BadRuleException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'energy': '500'}                    | energy       | energy must be a number, but is text
            {'neighborhood': 7}                  | neighborhood | neighborhood must be text, but is the number 7
            {'meter': 7.5}                       | meter        | meter must be a whole number, but is the number 7.5
            {'meter': 9223372036854775808}       | meter        | meter must be a whole number, but is the number 9223372036854775808
            {'meter': true}                      | meter        | meter must be a whole number, but is true
            {'on': 1}                            | on           | on must be true or false, but is the number 1
            {'energy': []}                       | energy       | energy must be a number, but is an array
            {'neighborhood': {}, 'energy': 'x'}  | energy       | energy must be a number, but is text
            """)
    void aWrongTypeNamesItsField(String payload, String field, String words) {
        assertThatThrownBy(() -> ENERGY.normalised((ObjectNode) json(payload)))
                .isInstanceOfSatisfying(WrongFieldException.class, e -> {
                    assertThat(e.field()).isEqualTo(field);
                    assertThat(e.words()).isEqualTo(words);
                });
    }

    @Test
    void whatTheSchemaDoesNotNameIsLeftOut() {
        var normal = ENERGY.normalised((ObjectNode) json("{'energy': 1.50, 'meter': 7.0, 'on': null, 'more': [1]}"));
        assertThat(normal.toString()).isEqualTo("{\"energy\":1.50,\"meter\":7}");
        assertThat(List.copyOf(ENERGY.fields().keySet())).containsExactly("energy", "meter", "neighborhood", "on");
    }
}
