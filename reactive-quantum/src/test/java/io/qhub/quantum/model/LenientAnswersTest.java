package io.qhub.quantum.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.json.HubJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Odd members, at random: nothing throws, and what was not odd is not lost. */
class LenientAnswersTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({"Job", "Session", "Backend", "WorkloadResponse"})
    void anyTypeForAnyMemberNeverThrowsAndKeepsTheGoodOnes(String schema) throws ClassNotFoundException {
        Class<?> type = Class.forName("io.qhub.quantum.model." + schema);
        Map<String, JsonNode> members = Map.copyOf(members(schema));
        for (int seed = 0; seed < 700; seed++) {
            Random random = new Random(seed);
            ObjectNode answer = JSON.objectNode();
            Set<String> good = new HashSet<>();
            List<String> names = new ArrayList<>(new TreeSet<>(members.keySet()));
            Collections.shuffle(names, random);
            for (String name : names) {
                boolean keep = random.nextBoolean();
                answer.set(name, keep ? goodValue(members.get(name)) : anything(random, 3));
                if (keep) {
                    good.add(name);
                }
            }

            Object value = HubJson.readLenient(HubJson.write(answer), HubJson.type(type));

            JsonNode written = HubJson.mapper().readTree(HubJson.write(value));
            for (String name : good) {
                assertThat(written.get(name))
                        .as("seed %s, member %s of %s", seed, name, answer)
                        .isEqualTo(answer.get(name));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Job", "Session"})
    void theIdOfACreatedResourceSurvivesAnyOneOddMember(String schema) throws ClassNotFoundException {
        Class<?> type = Class.forName("io.qhub.quantum.model." + schema);
        for (String odd : members(schema).keySet()) {
            if (odd.equals("id")) {
                continue;
            }
            for (int seed = 0; seed < 40; seed++) {
                ObjectNode answer = JSON.objectNode();
                answer.set(odd, anything(new Random(seed), 3));
                answer.put("id", "kept");
                Object value = HubJson.readLenient(HubJson.write(answer), HubJson.type(type));
                assertThat(HubJson.mapper().readTree(HubJson.write(value)).get("id"))
                        .as("%s", answer)
                        .isEqualTo(JSON.stringNode("kept"));
            }
        }
    }

    private static Map<String, JsonNode> members(String schema) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        ModelContractTest.contract()
                .get("schemas")
                .get(schema)
                .get("members")
                .properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().get("type")));
        return members;
    }

    private static JsonNode goodValue(JsonNode declared) {
        String type = declared.stringValue();
        if (type.startsWith("enum ") || type.equals("string")) {
            return JSON.stringNode("VALUE");
        }
        return switch (type) {
            case "string[]" -> JSON.arrayNode().add("a").add("b");
            case "integer" -> JSON.numberNode(41);
            case "boolean" -> JSON.booleanNode(true);
            case "timestamp" -> JSON.stringNode("2026-05-04T08:12:31Z");
            case "json" -> JSON.objectNode().put("free", 1);
            case "Documentation" ->
                JSON.objectNode().put("url", "u").set("sdks", JSON.arrayNode().add("QISKIT"));
            case "Configuration" ->
                HubJson.mapper()
                        .readTree("{\"gates\":[{\"name\":\"h\"}],\"operations\":[],\"instructions\":[],\"qubits\":[],"
                                + "\"qubit_count\":3,\"supported_input_formats\":[]}");
            case "AvailabilityTimes[]" -> JSON.arrayNode().add(JSON.objectNode().put("granularity", "daily"));
            case "Cost[]" -> JSON.arrayNode().add(JSON.objectNode().put("currency", "EUR"));
            default -> throw new AssertionError(type);
        };
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 11)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt());
            case 3 -> JSON.numberNode(random.nextLong());
            case 4 -> JSON.numberNode(new BigInteger("9".repeat(60)));
            case 5 -> JSON.numberNode(random.nextGaussian() * 1e300);
            case 6 -> JSON.numberNode(new BigDecimal("1e4000"));
            case 7 -> JSON.stringNode("");
            case 8 -> JSON.stringNode("{\"not\": closed");
            case 9 -> JSON.stringNode("odd \u20ac \u0000 text");
            case 10 -> JSON.stringNode("2026-99-04T08:12:31Z");
            case 11 -> JSON.arrayNode().add(anything(random, depth - 1)).add(anything(random, depth - 1));
            case 12 -> JSON.arrayNode();
            default ->
                JSON.objectNode()
                        .<ObjectNode>set("id", anything(random, depth - 1))
                        .<ObjectNode>set("name", anything(random, depth - 1))
                        .set("gates", anything(random, depth - 1));
        };
    }
}
