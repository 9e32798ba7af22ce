package io.qhub.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathOverridesTest {

    @Test
    void comesBackFromItsProperties() {
        PathOverrides paths = PathOverrides.of(Map.of(
                "quantum.sessions.closeSession", "/v2/sessions/{id}/close",
                "platform.dataPools.getDataPools", "/data-pools"));

        assertThat(paths.toProperties())
                .containsExactly(
                        Map.entry("qhub.paths.platform.dataPools.getDataPools", "/data-pools"),
                        Map.entry("qhub.paths.quantum.sessions.closeSession", "/v2/sessions/{id}/close"));
        Properties properties = new Properties();
        properties.putAll(paths.toProperties());
        assertThat(PathOverrides.ofProperties(properties)).isEqualTo(paths).hasSameHashCodeAs(paths);
    }

    @Test
    void readsKeysInAnyOfTheirForms() {
        PathOverrides paths = PathOverrides.ofProperties(Map.of(
                "qhub.quantum.paths.jobs.getJob", " /a/{id} ",
                "qhub.quantum.paths.quantum.jobs.getJobStatus", "/b/{id}",
                "qhub.quantum.paths[jobs.getJobInput]", "/c/{id}",
                "qhub.paths.quantum.jobs.cancelJob", "/d/{id}",
                "qhub.paths[quantum.jobs.createJob]", "/e",
                "qhub.quantum.base-url", "https://hub.test",
                "other.paths.jobs.getJob", "no path"));

        assertThat(paths.asMap())
                .containsOnly(
                        Map.entry("quantum.jobs.getJob", "/a/{id}"),
                        Map.entry("quantum.jobs.getJobStatus", "/b/{id}"),
                        Map.entry("quantum.jobs.getJobInput", "/c/{id}"),
                        Map.entry("quantum.jobs.cancelJob", "/d/{id}"),
                        Map.entry("quantum.jobs.createJob", "/e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "getJob", "quantum.", "quantum..getJob", "quantum.jobs.get job", "quantum.jobs.a\nb"})
    void refusesWhatNamesNoOperation(String name) {
        assertThatThrownBy(() -> PathOverrides.of(Map.of(name, "/a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("operation: ");
    }

    @Test
    void refusesAKeyWithoutAnOperation() {
        assertThatThrownBy(() -> PathOverrides.ofProperties(Map.of("qhub.paths.", "/a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PathOverrides.ofProperties(Map.of("qhub.quantum.paths.", "/a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PathOverrides.ofProperties(Map.of("qhub.quantum.paths[]", "/a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jobs",
                "//evil.test/jobs",
                "/jobs//{id}",
                "https://evil.test/jobs",
                "/../admin",
                "/jobs/..",
                "/jobs/./x",
                "/jobs/..;/admin",
                "/jobs/%2e%2e/admin",
                "/jobs?admin=true",
                "/jobs#x",
                "/jobs\r\nX-Evil: 1",
                "/jobs/\\..\\admin",
                "/jobs/{id",
                "/jobs/{}",
                "/jobs/{job_id}",
                "/jobs/{id}}",
                "/jobs/{{id}}",
                "/jobs/ü",
                "/jobs /x"
            })
    void refusesWhatIsNoPathBelowTheBase(String template) {
        assertThatThrownBy(() -> PathOverrides.of(Map.of("quantum.jobs.getJob", template)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path: '")
                .hasMessageNotContainingAny("\r", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jobs/", "/jobs/{id}:cancel", "/v2/a-b_c.d/{id}.json", "/a@b/(x),y=z*!$&'+~"})
    void takesWhatIsOne(String template) {
        assertThat(PathOverrides.of(Map.of("quantum.jobs.getJob", template)).asMap())
                .containsEntry("quantum.jobs.getJob", template);
    }

    @Test
    void refusesAVeryLongPathWithoutReadingItAll() {
        String endless = "/a".repeat(1_000_000);
        assertThatThrownBy(() -> PathOverrides.of(Map.of("quantum.jobs.getJob", endless)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than 2000")
                .message()
                .hasSizeLessThan(500);
        assertThat(PathOverrides.of(Map.of("a.b", "/" + "a".repeat(1_999))).isEmpty())
                .isFalse();
    }

    @Test
    void aRefusalShowsTheBeginningOfWhatItRefuses() {
        assertThatThrownBy(() -> PathOverrides.template("x".repeat(100)))
                .hasMessageStartingWith("path: '" + "x".repeat(100) + "' is not a path");
        assertThatThrownBy(() -> PathOverrides.template("x".repeat(101)))
                .hasMessageStartingWith("path: '" + "x".repeat(100) + "...' is not a path");
    }

    @Test
    void twoAreTheSameIfTheirTemplatesAre() {
        PathOverrides one = PathOverrides.of(Map.of("test.a", "/a"));

        assertThat(one).isEqualTo(PathOverrides.of(Map.of("test.a", "/a"))).hasToString("PathOverrides{test.a=/a}");
        assertThat(one).isNotEqualTo(PathOverrides.of(Map.of("test.a", "/b"))).isNotEqualTo("PathOverrides");
        assertThat(Set.of(one, PathOverrides.none())).contains(PathOverrides.of(Map.of("test.a", "/a")));
    }

    @Test
    void emptyIsNone() {
        assertThat(PathOverrides.of(Map.of())).isSameAs(PathOverrides.none());
        assertThat(PathOverrides.none().isEmpty()).isTrue();
        assertThat(PathOverrides.none().toProperties()).isEmpty();
    }
}
