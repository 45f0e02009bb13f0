package io.fleetline.events.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** When a rule applies: a predicate over the fields of a normalised payload. A field that is missing equals nothing. */
sealed interface Condition {

    /** @throws RuleFailedException if a field is compared with something that it cannot be compared with */
    boolean holds(JsonNode event);

    /** The fields that it looks at. */
    Stream<String> fields();

    /** Numbers are compared by value: 1 is 1.0. */
    record Is(String field, JsonNode value) implements Condition {
        @Override
        public boolean holds(JsonNode event) {
            var given = event.path(field);
            return given.isNumber() && value.isNumber()
                    ? given.decimalValue().compareTo(value.decimalValue()) == 0
                    : given.equals(value);
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    /** More than a limit, or less; the limit itself is neither. */
    record Beyond(String field, BigDecimal limit, boolean above) implements Condition {
        @Override
        public boolean holds(JsonNode event) {
            var given = event.path(field);
            if (given.isMissingNode() || given.isNull()) {
                return false;
            }
            if (!given.isNumber()) {
                throw new RuleFailedException(
                        "%s is no number, and cannot be compared with %s".formatted(field, limit));
            }
            return above
                    ? given.decimalValue().compareTo(limit) > 0
                    : given.decimalValue().compareTo(limit) < 0;
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    /** Whether the field is there at all. */
    record Known(String field, boolean wanted) implements Condition {
        @Override
        public boolean holds(JsonNode event) {
            return event.hasNonNull(field) == wanted;
        }

        @Override
        public Stream<String> fields() {
            return Stream.of(field);
        }
    }

    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(JsonNode event) {
            return parts.stream().allMatch(part -> part.holds(event));
        }

        @Override
        public Stream<String> fields() {
            return parts.stream().flatMap(Condition::fields);
        }
    }

    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(JsonNode event) {
            return parts.stream().anyMatch(part -> part.holds(event));
        }

        @Override
        public Stream<String> fields() {
            return parts.stream().flatMap(Condition::fields);
        }
    }

    record Not(Condition part) implements Condition {
        @Override
        public boolean holds(JsonNode event) {
            return !part.holds(event);
        }

        @Override
        public Stream<String> fields() {
            return part.fields();
        }
    }
}
