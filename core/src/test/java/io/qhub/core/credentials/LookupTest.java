package io.qhub.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qhub.core.error.CredentialUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Where tokens and organizations are looked for, and what is said where there are none. */
class LookupTest {

    private static final List<String> TOKEN_VARIABLES = List.of(
            "KQH_SERVICE_EXECUTION_TOKEN",
            "KQH_PERSONAL_ACCESS_TOKEN",
            "PLANQK_SERVICE_EXECUTION_TOKEN",
            "SERVICE_EXECUTION_TOKEN",
            "PLANQK_PERSONAL_ACCESS_TOKEN");
    private static final Duration WAIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private Path home;
    private Path local;
    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void separateTheRoots() {
        home = directory.resolve("home");
        local = directory.resolve("local");
    }

    // --- passed in

    @Test
    void aStaticTokenIsGivenWithoutItsSurroundingBlanks() {
        assertThat(token(new StaticCredential("abc"))).isEqualTo("abc");
        assertThat(token(new StaticCredential(" abc\n"))).isEqualTo("abc");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n"})
    void anEmptyStaticTokenIsUnavailable(String value) {
        assertThat(unavailable(new StaticCredential(value))).isEqualTo("No token was passed in");
    }

    @Test
    void aStaticTokenThatCannotBeSentIsRefusedAtOnceWithoutBeingShown() {
        assertThatThrownBy(() -> new StaticCredential("top secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("printable ASCII")
                .hasMessageNotContaining("top");
    }

    @Test
    void noProviderShowsItsToken() throws IOException {
        variables.put("KQH_PERSONAL_ACCESS_TOKEN", "top-secret");
        write(home.resolve(".config/qhubctl/config.json"), config("top-secret"));

        assertThat(List.of(
                        new StaticCredential("top-secret").toString(),
                        new EnvironmentCredential(linux()).toString(),
                        new ConfigFileCredential(linux()).toString(),
                        new DefaultCredentialsProvider("top-secret", linux()).toString(),
                        linux().toString(),
                        AccessToken.of("top-secret").toString()))
                .noneSatisfy(text -> assertThat(text).contains("top-secret"));
    }

    @Test
    void descriptionsSayWhereIsLookedAndHowLongATokenLives() {
        assertThat(linux()).hasToString("HostEnvironment[home=" + home + ", windows=false]");
        assertThat(new DefaultCredentialsProvider(null, linux()))
                .hasToString("DefaultCredentialsProvider[StaticCredential[no token], EnvironmentCredential,"
                        + " ConfigFileCredential]");
        assertThat(AccessToken.of("top-secret")).hasToString("AccessToken[***]");
        assertThat(new AccessToken("top-secret", Instant.EPOCH))
                .hasToString("AccessToken[***, expiresAt=1970-01-01T00:00:00Z]");
    }

    @Test
    void twoTokensAreTheSameIfTheirValuesAre() {
        assertThat(AccessToken.of("abc"))
                .isEqualTo(new AccessToken("abc", Instant.EPOCH))
                .hasSameHashCodeAs(new AccessToken("abc", Instant.EPOCH))
                .isNotEqualTo(AccessToken.of("abd"))
                .isNotEqualTo("abc");
    }

    @Test
    void aTokenHoldsAnyPrintableAsciiButBlanks() {
        assertThat(AccessToken.of("!0aZ~").value()).isEqualTo("!0aZ~");
        for (String odd : List.of("a b", "a\u007fb", "a\tb", "\u00fc")) {
            assertThatThrownBy(() -> AccessToken.of(odd))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("printable ASCII");
        }
    }

    // --- environment

    @Test
    void theFirstVariableThatIsSetWins() {
        TOKEN_VARIABLES.forEach(name -> variables.put(name, "value-of-" + name));

        for (String name : TOKEN_VARIABLES) {
            assertThat(token(new EnvironmentCredential(linux()))).isEqualTo("value-of-" + name);
            variables.remove(name);
        }
        assertThat(unavailable(new EnvironmentCredential(linux())))
                .contains(TOKEN_VARIABLES)
                .contains("is set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void anEmptyVariableCountsAsUnset(String empty) {
        for (String name : TOKEN_VARIABLES) {
            variables.put(name, empty);
        }
        assertThat(unavailable(new EnvironmentCredential(linux()))).contains("is set");

        variables.put("PLANQK_PERSONAL_ACCESS_TOKEN", "last");
        assertThat(token(new EnvironmentCredential(linux()))).isEqualTo("last");
    }

    @Test
    void aVariableMayEndWithALineBreakButNotHoldOne() {
        variables.put("KQH_PERSONAL_ACCESS_TOKEN", "abc\n");
        assertThat(token(new EnvironmentCredential(linux()))).isEqualTo("abc");

        variables.put("KQH_PERSONAL_ACCESS_TOKEN", "abc\ndef");
        assertThat(unavailable(new EnvironmentCredential(linux())))
                .startsWith("Environment variable KQH_PERSONAL_ACCESS_TOKEN holds no usable token")
                .doesNotContain("abc", "def");
    }

    @Test
    void theEnvironmentIsLookedUpAtEachSubscription() {
        Mono<AccessToken> token = new EnvironmentCredential(linux()).token();
        variables.put("KQH_PERSONAL_ACCESS_TOKEN", "one");
        assertThat(token.block(WAIT)).isEqualTo(AccessToken.of("one"));
        variables.put("KQH_PERSONAL_ACCESS_TOKEN", "two");
        assertThat(token.block(WAIT)).isEqualTo(AccessToken.of("two"));
    }

    // --- config file

    @Test
    void filesAreLookedForInOrderOnLinux() throws IOException {
        write(directory.resolve("named.json"), config("named"));
        write(directory.resolve("named-before.json"), config("named-before"));
        write(home.resolve(".config/qhubctl/config.json"), config("qhubctl"));
        write(home.resolve(".config/planqk/config.json"), config("planqk"));
        // Means nothing here.
        write(local.resolve("qhubctl/config.json"), config("windows"));
        variables.put("LOCALAPPDATA", local.toString());
        variables.put("KQH_CONFIG_FILE_PATH", directory.resolve("named.json").toString());
        variables.put(
                "PLANQK_CONFIG_FILE_PATH",
                directory.resolve("named-before.json").toString());

        assertThat(token(new ConfigFileCredential(linux()))).isEqualTo("named");
        variables.put("KQH_CONFIG_FILE_PATH", "");
        assertThat(token(new ConfigFileCredential(linux()))).isEqualTo("named-before");
        variables.remove("PLANQK_CONFIG_FILE_PATH");
        assertThat(token(new ConfigFileCredential(linux()))).isEqualTo("qhubctl");
        Files.delete(home.resolve(".config/qhubctl/config.json"));
        assertThat(token(new ConfigFileCredential(linux()))).isEqualTo("planqk");
        Files.delete(home.resolve(".config/planqk/config.json"));
        assertThat(unavailable(new ConfigFileCredential(linux())))
                .isEqualTo("Config file " + home.resolve(".config/qhubctl/config.json") + " or "
                        + home.resolve(".config/planqk/config.json") + " does not exist");
    }

    @Test
    void filesAreLookedForInOrderOnWindows() throws IOException {
        write(local.resolve("qhubctl/config.json"), config("qhubctl"));
        write(local.resolve("planqk/config.json"), config("planqk"));
        write(home.resolve("AppData/Local/qhubctl/config.json"), config("default-place"));
        // Means nothing here.
        write(home.resolve(".config/qhubctl/config.json"), config("linux"));
        write(directory.resolve("named.json"), config("named"));
        variables.put("LOCALAPPDATA", local.toString());
        variables.put("PLANQK_CONFIG_FILE_PATH", directory.resolve("named.json").toString());

        assertThat(token(new ConfigFileCredential(windows()))).isEqualTo("named");
        variables.remove("PLANQK_CONFIG_FILE_PATH");
        assertThat(token(new ConfigFileCredential(windows()))).isEqualTo("qhubctl");
        Files.delete(local.resolve("qhubctl/config.json"));
        assertThat(token(new ConfigFileCredential(windows()))).isEqualTo("planqk");
        Files.delete(local.resolve("planqk/config.json"));
        assertThat(unavailable(new ConfigFileCredential(windows())))
                .contains(local.resolve("qhubctl/config.json").toString())
                .contains(local.resolve("planqk/config.json").toString());
        variables.remove("LOCALAPPDATA");
        assertThat(token(new ConfigFileCredential(windows()))).isEqualTo("default-place");
    }

    @Test
    void aNamedFileThatDoesNotExistIsNotReplacedByAnother() throws IOException {
        write(home.resolve(".config/qhubctl/config.json"), config("qhubctl"));
        variables.put("KQH_CONFIG_FILE_PATH", directory.resolve("gone.json").toString());

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .isEqualTo("Config file " + directory.resolve("gone.json") + " does not exist");
    }

    @Test
    void theOlderFileDoesNotFillGapsOfTheNewerOne() throws IOException {
        write(home.resolve(".config/qhubctl/config.json"), "{}");
        write(home.resolve(".config/planqk/config.json"), config("planqk"));

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .isEqualTo("Config file " + home.resolve(".config/qhubctl/config.json")
                        + " has no text in its member auth.value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"auth\":null}",
                "{\"auth\":\"top-secret\"}",
                "{\"auth\":{}}",
                "{\"auth\":{\"value\":null}}",
                "{\"auth\":{\"value\":\"\"}}",
                "{\"auth\":{\"value\":\"  \"}}",
                "{\"auth\":{\"value\":17}}"
            })
    void aFileWithoutATokenIsUnavailable(String json) throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), json);

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .isEqualTo("Config file " + file + " has no text in its member auth.value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topsecret",
                "{\"auth\":{\"value\":\"topsecret\"}",
                "{\"auth\":{\"value\":topsecret}}",
                "{'auth': 'topsecret'}",
                "",
                "[\"topsecret\"]",
                "\"topsecret\"",
                "null",
                "{\"auth\":{\"value\":\"topsecret\"}} topsecret",
                "{\"auth\":{\"value\":\"top\nsecret\"}}"
            })
    void aBrokenFileIsUnavailableAndNothingOfItIsShown(String broken) throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), broken);

        assertThatThrownBy(() -> new ConfigFileCredential(linux()).token().block(WAIT))
                .isInstanceOfSatisfying(CredentialUnavailableException.class, failure -> {
                    assertThat(failure.getMessage())
                            .startsWith("Config file " + file + " is not ")
                            .contains("JSON");
                    assertThat(Secrets.textOf(failure)).doesNotContain("topsecret", "secret");
                });
    }

    @Test
    void theLineOfABrokenFileIsNamed() throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), "{\n\n\"auth\": top-secret }");

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .isEqualTo("Config file " + file + " is not JSON (line 3)");
    }

    @Test
    void aTokenInAFileThatCannotBeSentIsNotShown() throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), config("top secret"));

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .startsWith("Member auth.value of config file " + file + " holds no usable token")
                .doesNotContain("top");
    }

    @Test
    void aFileThatCannotBeReadIsUnavailable() throws IOException {
        Path file = home.resolve(".config/qhubctl/config.json");
        Files.createDirectories(file);

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .startsWith("Config file " + file + " cannot be read: ");
    }

    @Test
    void aVariableThatIsNoPathIsUnavailable() {
        variables.put("KQH_CONFIG_FILE_PATH", "a\0b");

        assertThat(unavailable(new ConfigFileCredential(linux())))
                .startsWith("Environment variable KQH_CONFIG_FILE_PATH holds no usable path");
    }

    @Test
    void otherMembersAndAByteOrderMarkDisturbNothing() throws IOException {
        write(home.resolve(".config/qhubctl/config.json"), "\uFEFF" + """
                {"auth": {"type": "API_KEY", "value": "abc"}, "endpoint": {"basePath": "x", "defaultHeaders": {}},
                 "context": {"id": "c1", "isOrganization": true}, "later": [1]}""");

        assertThat(token(new ConfigFileCredential(linux()))).isEqualTo("abc");
    }

    @Test
    void theFileIsReadOffTheCallersThreadAndAtMostOnceIn10Seconds() throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), config("one"));
        Set<String> threads = ConcurrentHashMap.newKeySet();
        HostEnvironment watched = new HostEnvironment(
                name -> {
                    threads.add(Thread.currentThread().getName());
                    return variables.get(name);
                },
                home,
                false);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        ConfigFileCredential credential = new ConfigFileCredential(watched, clock);

        assertThat(token(credential)).isEqualTo("one");
        assertThat(threads).isNotEmpty().allSatisfy(name -> assertThat(name).startsWith("boundedElastic"));

        write(file, config("two"));
        clock.advanceTimeBy(Duration.ofMillis(9_999));
        assertThat(token(credential)).isEqualTo("one");
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(token(credential)).isEqualTo("two");
    }

    @Test
    void aRefusedTokenIsLookedUpAgainAtOnce() throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), config("one"));
        DefaultCredentialsProvider provider = new DefaultCredentialsProvider(null, linux());
        AccessToken one = provider.token().block(WAIT);
        write(file, config("two"));
        assertThat(token(provider)).isEqualTo("one");

        provider.invalidate(one);

        assertThat(token(provider)).isEqualTo("two");
    }

    // --- the chain

    @Test
    void theDefaultOrderIsStaticThenEnvironmentThenFile() throws IOException {
        variables.put("PLANQK_PERSONAL_ACCESS_TOKEN", "environment");
        write(home.resolve(".config/planqk/config.json"), config("file"));

        assertThat(token(new DefaultCredentialsProvider("static", linux()))).isEqualTo("static");
        assertThat(token(new DefaultCredentialsProvider("", linux()))).isEqualTo("environment");
        variables.clear();
        assertThat(token(new DefaultCredentialsProvider(null, linux()))).isEqualTo("file");
    }

    @Test
    void theDefaultSaysWhatEachPlaceSaid() throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), "{\"auth\": topsecret}");
        variables.put("KQH_PERSONAL_ACCESS_TOKEN", "top\tsecret");

        assertThatThrownBy(() ->
                        new DefaultCredentialsProvider(null, linux()).token().block(WAIT))
                .isInstanceOfSatisfying(CredentialUnavailableException.class, failure -> {
                    assertThat(failure.getMessage())
                            .contains("StaticCredential[no token]: No token was passed in")
                            .contains("EnvironmentCredential: Environment variable KQH_PERSONAL_ACCESS_TOKEN holds no")
                            .contains("ConfigFileCredential: Config file " + file + " is not JSON (line 1)");
                    assertThat(Secrets.textOf(failure)).doesNotContain("topsecret", "top\tsecret");
                    assertThat(failure.isRetryable()).isFalse();
                });

        variables.clear();
        Files.delete(file);
        assertThat(unavailable(new DefaultCredentialsProvider(null, linux())))
                .contains("None of the environment variables KQH_SERVICE_EXECUTION_TOKEN, ")
                .contains("does not exist");
    }

    @Test
    void theEnvironmentOfThisProcessIsTheDefault() {
        assertThat(HostEnvironment.current().home()).isEqualTo(Path.of(System.getProperty("user.home")));
        assertThat(HostEnvironment.current().variable("PATH")).isEqualTo(System.getenv("PATH"));
        assumeTrue(System.getenv("KQH_ORGANIZATION_ID") == null);
        assertThat(HostEnvironment.current().variable("KQH_ORGANIZATION_ID")).isNull();
    }

    // --- organization

    @Test
    void theOrganizationComesFromTheEnvironmentThenFromTheFile() throws IOException {
        write(home.resolve(".config/qhubctl/config.json"), context("\"file-org\"", "true"));
        variables.put("KQH_ORGANIZATION_ID", " new-org ");
        variables.put("PLANQK_ORGANIZATION_ID", "old-org");

        assertThat(organization()).contains("new-org");
        variables.put("KQH_ORGANIZATION_ID", "");
        assertThat(organization()).contains("old-org");
        variables.remove("PLANQK_ORGANIZATION_ID");
        assertThat(organization()).contains("file-org");
        Files.delete(home.resolve(".config/qhubctl/config.json"));
        assertThat(organization()).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverABrokenFile() throws IOException {
        write(home.resolve(".config/qhubctl/config.json"), "broken");
        variables.put("PLANQK_ORGANIZATION_ID", "org");

        assertThat(organization()).contains("org");
    }

    @Test
    void onlyAnOrganizationsContextCounts() throws IOException {
        Path file = home.resolve(".config/qhubctl/config.json");
        for (String json : List.of(
                "{}",
                "{\"context\":null}",
                context("\"me\"", "false"),
                context("\"me\"", "null"),
                context("\"me\"", "\"true\""),
                "{\"context\":{\"id\":\"me\"}}",
                context("null", "true"),
                context("\"\"", "true"))) {
            write(file, json);
            assertThat(organization()).as(json).isEmpty();
        }
    }

    @Test
    void theOrganizationIsLookedForWhereTheTokenIs() throws IOException {
        write(directory.resolve("named.json"), context("\"named\"", "true"));
        write(local.resolve("planqk/config.json"), context("\"windows\"", "true"));
        variables.put("LOCALAPPDATA", local.toString());

        assertThat(new ContextResolver(windows()).organization().block(WAIT)).contains("windows");
        variables.put("PLANQK_CONFIG_FILE_PATH", directory.resolve("named.json").toString());
        assertThat(new ContextResolver(windows()).organization().block(WAIT)).contains("named");
        assertThat(organization()).contains("named");
        variables.put("PLANQK_CONFIG_FILE_PATH", directory.resolve("gone.json").toString());
        assertThat(organization()).isEmpty();
    }

    @Test
    void aBrokenFileIsAnError() throws IOException {
        Path file = write(home.resolve(".config/qhubctl/config.json"), "{\"context\"");

        StepVerifier.create(new ContextResolver(linux()).organization())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(CredentialUnavailableException.class)
                        .hasMessage("Config file " + file + " is not JSON (line 1)"))
                .verify(WAIT);
    }

    private Optional<String> organization() {
        return new ContextResolver(linux()).organization().block(WAIT);
    }

    private HostEnvironment linux() {
        return new HostEnvironment(variables::get, home, false);
    }

    private HostEnvironment windows() {
        return new HostEnvironment(variables::get, home, true);
    }

    private static String token(AccessTokenProvider provider) {
        return provider.token().block(WAIT).value();
    }

    private static String unavailable(AccessTokenProvider provider) {
        try {
            throw new AssertionError("there was a token: " + provider.token().block(WAIT));
        } catch (CredentialUnavailableException expected) {
            return expected.getMessage();
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String config(String token) {
        return "{\"auth\": {\"type\": \"API_KEY\", \"value\": \"" + token + "\"}}";
    }

    private static String context(String id, String isOrganization) {
        return "{\"context\": {\"id\": " + id + ", \"displayName\": \"Acme\", \"isOrganization\": " + isOrganization
                + "}}";
    }
}
