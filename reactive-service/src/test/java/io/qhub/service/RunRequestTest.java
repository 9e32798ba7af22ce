package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.json.HubJson;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.DataPoolPermission;
import io.qhub.service.model.DataPoolReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RunRequestTest {

    record Body(int shots, List<Integer> stops, @Nullable String note) {}

    /** A record that is not written as an object. */
    record Text(@com.fasterxml.jackson.annotation.JsonValue String value) {}

    static final class NoRecord {
        public final int x = 1;
    }

    private static String sent(RunRequest request) {
        return request.prepared().toString();
    }

    @Test
    void aMapARecordAndAJsonObjectAreBodies() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("shots", 400);
        map.put("note", null);
        map.put("roads", DataPoolReference.of("dp-1"));
        assertThat(sent(RunRequest.of(map)))
                .isEqualTo("{\"shots\":400,\"note\":null,\"roads\":{\"id\":\"dp-1\",\"ref\":\"DATAPOOL\"}}");
        assertThat(sent(RunRequest.of(new Body(1, List.of(2), null)))).isEqualTo("{\"shots\":1,\"stops\":[2]}");
        assertThat(sent(RunRequest.of(HubJson.mapper().readTree("{\"a\":null}"))))
                .isEqualTo("{\"a\":null}");
        assertThat(sent(RunRequest.of(Map.of()))).isEqualTo("{}");
    }

    @Test
    void everythingElseIsRefusedAtOnce() {
        for (Object body : List.of(
                "text",
                7,
                true,
                List.of(1),
                new int[] {1},
                Optional.of(Map.of()),
                new NoRecord(),
                JsonNodeFactory.instance.arrayNode(),
                JsonNodeFactory.instance.nullNode(),
                new Text("x"),
                Map.of(1, 2),
                RunRequest.of(Map.of()))) {
            assertThatThrownBy(() -> RunRequest.of(body))
                    .as(body.getClass().getName())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("body: ");
        }
        assertThatThrownBy(() -> RunRequest.of(null)).isInstanceOf(NullPointerException.class);
        Map<String, Object> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        assertThatThrownBy(() -> RunRequest.of(nullKey)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCallersBodyIsNeitherChangedNorReadLater() {
        Map<String, Object> map = new HashMap<>(Map.of("a", 1));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("a", 1);
        RunRequest ofMap = RunRequest.builder(map).tag("t").secret("k", "v").build();
        RunRequest ofJson = RunRequest.builder(json).tag("t").build();
        sent(ofMap);
        sent(ofJson);
        assertThat(map).isEqualTo(Map.of("a", 1));
        assertThat(json.toString()).isEqualTo("{\"a\":1}");

        map.put("a", 2);
        json.put("a", 2);
        assertThat(sent(ofMap)).isEqualTo("{\"a\":1,\"$tags\":[\"t\"],\"$secrets\":{\"k\":\"v\"}}");
        assertThat(sent(ofJson)).isEqualTo("{\"a\":1,\"$tags\":[\"t\"]}");
    }

    @Test
    void tagsAndSecretsNeverOverwriteAndGrantsAlwaysDo() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("$tags", null);
        map.put("$secrets", Map.of());
        map.put("roads", DataPoolReference.of("dp-0", "mine"));
        DataPoolGrant grant = DataPoolGrant.of("roads", "dp-1", "app-1");
        RunRequest request = RunRequest.builder(map)
                .tags(List.of("t"))
                .secrets(Map.of("k", "v"))
                .grant(grant)
                .build();
        ObjectNode sent = request.prepared();
        RunRequest.put(sent, grant, "jwt");

        assertThat(sent.toString())
                .isEqualTo("{\"$tags\":null,\"$secrets\":{},"
                        + "\"roads\":{\"id\":\"dp-1\",\"ref\":\"DATAPOOL\",\"grant\":\"jwt\"}}");
    }

    @Test
    void emptyCollectionsAddNothing() {
        assertThat(sent(RunRequest.builder(Map.of())
                        .tags(List.of())
                        .secrets(Map.of())
                        .grants(List.of())
                        .build()))
                .isEqualTo("{}");
    }

    @Test
    void blanksAndNullsAreRefused() {
        RunRequest.Builder builder = RunRequest.builder(Map.of());
        assertThatThrownBy(() -> builder.tag(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.tags(Arrays.asList("a", null))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.secret("", "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DataPoolGrant.of("", "d", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThat(DataPoolGrant.of("n", "d", "a").permission()).isEqualTo(DataPoolPermission.MODIFY);
    }

    @Test
    void noSecretIsShown() {
        RunRequest request = RunRequest.builder(Map.of("$secrets", Map.of("a", "s3cret-1")))
                .tag("nightly")
                .secret("KEY", "s3cret-2")
                .grant(DataPoolGrant.of("roads", "dp-1", "app-1"))
                .build();
        assertThat(request).hasToString("RunRequest[tags=[nightly], secrets=[KEY], grants=[roads]]");
        assertThat(DataPoolReference.of("dp-1", "s3cret-3"))
                .hasToString("DataPoolReference[id=dp-1, ref=DATAPOOL, grant=***]");
    }
}
