package io.qhub.core.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.HubTimeoutException.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

/** What an exception says of itself, to a program and to a person. */
class HubExceptionTest {

    private static final CallTrace READ = new CallTrace("test.things.get");
    private static final CallTrace WRITE = new CallTrace("test.things.create", false);

    private static HubApiException answered(int status, CallTrace trace, @Nullable String retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        if (retryAfter != null) {
            headers.set("Retry-After", retryAfter);
        }
        return io.qhub.core.internal.error.ApiErrors.of(
                trace, HubApiException.Answered.of(status, headers, "", Instant.EPOCH), "");
    }

    @ParameterizedTest
    @CsvSource({
        "400, false, false",
        "401, false, false",
        "404, false, false",
        "407, false, false",
        "408, true, false",
        "409, false, false",
        "429, true, true",
        "499, false, false",
        "500, true, false",
        "501, false, false",
        "502, true, false",
        "503, true, false",
        "504, true, false",
        "599, true, false",
        "302, false, false"
    })
    void anAnswerMayBeAskedForAgainWhereThatStartsNothingTwice(int status, boolean read, boolean write) {
        assertThat(answered(status, READ, null).isRetryable()).isEqualTo(read);
        assertThat(answered(status, READ, null).isTransient()).isEqualTo(read);
        assertThat(answered(status, WRITE, null).isRetryable()).isEqualTo(write);
        assertThat(answered(status, WRITE, null).isTransient()).isEqualTo(write);
    }

    @Test
    void aServerThatNamesATimeToComeBackHasDoneNothing() {
        assertThat(answered(503, WRITE, "7").isRetryable()).isTrue();
        assertThat(answered(503, WRITE, "7").retryAfter()).hasSeconds(7);
        assertThat(answered(500, WRITE, "7").isRetryable()).isFalse();
        assertThat(answered(503, WRITE, "soon").retryAfter()).isNull();
        assertThat(answered(503, WRITE, "soon").isRetryable()).isFalse();
    }

    @Test
    void aFailureBelowHttpPassesUnlessItMayHaveStartedSomething() {
        assertThat(new HubTransportException("x", null, READ, true).isRetryable())
                .isTrue();
        assertThat(new HubTransportException("x", null, WRITE, false).isRetryable())
                .isTrue();
        assertThat(new HubTransportException("x", null, WRITE, true).isRetryable())
                .isFalse();
        assertThat(new HubTransportException("x", null, null, true).isRetryable())
                .isTrue();
        assertThat(new HubTransportException("x", null, WRITE, true).mayHaveReachedServer())
                .isTrue();
        assertThat(new HubTransportException("x", null, WRITE, false).mayHaveReachedServer())
                .isFalse();
    }

    @Test
    void afterASubmissionNothingIsRepeatedAndTheMessageSaysWhatWasSubmitted() {
        HubException failure = new HubTransportException("no connection", new IOException(), READ, false);
        assertThat(failure).hasMessage("no connection");
        assertThat(failure.resourceId()).isNull();
        assertThat(failure.snapshot(Object.class)).isNull();

        assertThat(failure.afterSubmission("job-1", "RUNNING")).isSameAs(failure);

        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessage("no connection (submitted before as job-1, which is not affected)");
        assertThat(failure.resourceId()).isEqualTo("job-1");
        assertThat(failure.snapshot(String.class)).isEqualTo("RUNNING");
        assertThat(failure.snapshot(Integer.class)).isNull();
    }

    @Test
    void whatWasNotedFirstStays() {
        HubException failure = new HubTransportException("job-1: gone", null, null, true);

        assertThat(failure.about("job-1", "FIRST")).isSameAs(failure);
        assertThat(failure.isRetryable()).isTrue();
        failure.afterSubmission("job-2", "SECOND");

        assertThat(failure.resourceId()).isEqualTo("job-1");
        assertThat(failure.snapshot(String.class)).isEqualTo("FIRST");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessage("job-1: gone");
    }

    @Test
    void aFailureTellsTheStoryOfItsCall() {
        CallTrace trace = new CallTrace("test.things.get");
        HubException failure = new HubTransportException("x", null, trace, true);
        Attempt first = new Attempt(1, Instant.EPOCH, Duration.ofMillis(3), 503, "503");
        assertThat(failure.attempts()).isEmpty();

        trace.add(first);

        assertThat(failure.operation()).isEqualTo("test.things.get");
        assertThat(failure.trace()).isSameAs(trace);
        assertThat(failure.attempts()).containsExactly(first);
        assertThatThrownBy(() -> failure.attempts().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(trace).asString().startsWith("test.things.get").contains("503");
        assertThat(trace.isRepeatable()).isTrue();
        assertThat(WRITE.isRepeatable()).isFalse();

        HubException ofNoCall = new CredentialUnavailableException("x");
        assertThat(ofNoCall.operation()).isNull();
        assertThat(ofNoCall.attempts()).isEmpty();
        assertThat(ofNoCall.isRetryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, connectTimeout",
        "POOL, poolTimeout",
        "HEADERS, responseTimeout",
        "READ_STALL, stallTimeout",
        "WRITE_STALL, stallTimeout",
        "CALL, callTimeout"
    })
    void aTimeoutNamesTheSettingThatItCameFrom(Phase phase, String setting) {
        HubTimeoutException failure = new HubTimeoutException(phase, Duration.ofSeconds(2), READ, true);

        assertThat(failure.phase()).isEqualTo(phase);
        assertThat(failure)
                .hasMessageStartingWith("test.things.get: ")
                .hasMessageEndingWith(" within 2000 ms (" + setting + ")");
        assertThat(new HubTimeoutException(phase, null, null, true))
                .hasMessageEndingWith(" in time (" + setting + ")")
                .hasMessageNotContaining("null");
    }

    @Test
    void aWaitThatWasTooLongHoldsTheLastState() {
        PollingTimeoutException failure = new PollingTimeoutException("too long", Duration.ofHours(1), "RUNNING");

        assertThat(failure.timeout()).isEqualTo(Duration.ofHours(1));
        assertThat(failure.lastSnapshot(String.class)).isEqualTo("RUNNING");
        assertThat(failure.lastSnapshot(Integer.class)).isNull();
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void whatMayHaveBeenDoneIsNotDoneAgainAndNamesItsPlace() {
        SubmissionOutcomeUnknownException failure =
                new SubmissionOutcomeUnknownException("who knows", null, WRITE, 502, "/jobs/1", "key-1");

        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.location()).isEqualTo("/jobs/1");
        assertThat(failure.key()).isEqualTo("key-1");
    }

    @Test
    void anAnswerThatCannotBeReadIsNotAskedForAgain() {
        HubDecodingException odd = new HubDecodingException("odd", null, READ, 201, "<html>", "/jobs/1");
        HubDecodingException large = HubDecodingException.tooLarge("large", READ, 200, "/jobs/2");

        assertThat(odd.isRetryable()).isFalse();
        assertThat(odd.isTooLarge()).isFalse();
        assertThat(odd.status()).isEqualTo(201);
        assertThat(odd.excerpt()).isEqualTo("<html>");
        assertThat(odd.location()).isEqualTo("/jobs/1");
        assertThat(large.isRetryable()).isFalse();
        assertThat(large.isTooLarge()).isTrue();
        assertThat(large.status()).isEqualTo(200);
        assertThat(large.excerpt()).isEmpty();
        assertThat(large.location()).isEqualTo("/jobs/2");
    }

    @ParameterizedTest
    @CsvSource({
        "401, Check the token",
        "403, may not do this",
        "413, or in parts",
        "429, rateLimitPatience",
        "301, check the base URL",
        "302, check the base URL",
        "303, check the base URL",
        "307, check the base URL",
        "308, check the base URL"
    })
    void theMessageSaysWhatToDoWhereThatIsKnown(int status, String advice) {
        assertThat(answered(status, READ, null)).hasMessageContaining(advice);
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 400, 404, 409, 500})
    void theMessageIsPlainWhereItIsNot(int status) {
        assertThat(answered(status, READ, null))
                .hasMessageMatching("test.things.get: the Hub answered \\d+ [A-Za-z ]+");
    }

    @Test
    void whatTheServerSaidStaysOutOfDescriptions() {
        HubApiException.Answered answered =
                HubApiException.Answered.of(500, new HttpHeaders(), "{\"detail\":\"private\"}", Instant.EPOCH);

        assertThat(answered).hasToString("Answered[status=500]");
        assertThat(answered.message()).isEqualTo("private");
        assertThatThrownBy(() -> answered.headers().set("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }
}
