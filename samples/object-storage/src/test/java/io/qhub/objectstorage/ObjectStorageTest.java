package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** The command. */
class ObjectStorageTest extends StoreTest {

    private static final List<String> CHAIN = List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return ObjectStorage.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @AfterEach
    void forgetCredentials() {
        CHAIN.forEach(System::clearProperty);
    }

    private void credentials() {
        AwsCredentials credentials = server.settings(
                        software.amazon.awssdk.core.checksums.RequestChecksumCalculation.WHEN_REQUIRED)
                .credentials()
                .resolveCredentials();
        System.setProperty("aws.accessKeyId", credentials.accessKeyId());
        System.setProperty("aws.secretAccessKey", credentials.secretAccessKey());
    }

    @Test
    void storesAResultOfTheLocalHubInTheLocalStore() {
        assertThat(run("--size", "9MiB")).as("errors: %s", err).isZero();
        assertThat(out.toString())
                .contains("Using an S3 server in this process at http://127.0.0.1:", "Submitted as ")
                .containsPattern("object: +qhub-results/results/[-0-9a-f]{36}\\.json\n")
                .containsPattern("size: +94\\d{5} bytes \\(9\\.0 MiB\\), 2 parts\n")
                .containsPattern("SHA-256: +[0-9a-f]{64}\n")
                .containsPattern("recorded: +in qhub-results/results/[-0-9a-f]{36}\\.json\\.sha256\n")
                .contains("verified: read back");
    }

    @Test
    void storesInABucketThatOptionsName() {
        credentials();
        assertThat(run(
                        "--bucket",
                        BUCKET,
                        "--endpoint",
                        server.endpoint().toString(),
                        "--region",
                        "us-east-1",
                        "--path-style",
                        "--size",
                        "100KiB",
                        "--key",
                        KEY))
                .as("errors: %s", err)
                .isZero();
        assertThat(keys()).containsExactly(KEY);
        assertThat(out.toString())
                .contains(BUCKET + "/" + KEY, "one request", "in the object's metadata as sha256")
                .contains(RandomContent.sha256(content(KEY)));
    }

    @Test
    void aBucketThatIsNotThereIsToldBeforeAJobIsRun() {
        credentials();
        assertThat(run(
                        "--bucket",
                        "no-such-bucket",
                        "--endpoint",
                        server.endpoint().toString(),
                        "--region",
                        "us-east-1",
                        "--path-style"))
                .isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("There is no bucket no-such-bucket.");
        assertThat(out.toString()).doesNotContain("Submitted");
    }

    @Test
    void aStoreThatDoesNotAnswerIsToldInASentence() {
        credentials();
        assertThat(run("--bucket", BUCKET, "--endpoint", "http://127.0.0.1:1", "--region", "us-east-1", "--path-style"))
                .isEqualTo(1);
        assertThat(err.toString().strip())
                .startsWith("Looking at bucket results failed: ")
                .containsAnyOf("refused", "took longer than PT10S")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size many | Invalid value for option '--size': 'many' is not a size; write a number of bytes",
                "--part-size 1MiB | partSize: 1048576 bytes; 5 MiB (5242880) to 1 GiB (1073741824) are allowed.",
                "--part-size 9000000000GiB | is not a size",
                "--parts-in-flight 0 | partsInFlight: 0 is not in 1 to 64.",
                "--endpoint http://localhost:1 | --endpoint, --region and --path-style go with --bucket.",
                "--bucket b --endpoint localhost | --endpoint must be an http or https URL, not localhost.",
                "--checksums sometimes | --checksums must be when-supported or when-required, not sometimes.",
                "--job 1 | --job goes with --hub",
                "--hub --size 5 | --size is for the local hub",
                "--base-url http://localhost:1 | --base-url goes with --hub",
                "--nonsense | Unknown option: '--nonsense'",
            })
    void badInputIsOneClearSentenceAndAnExitCode(String arguments, String sentence) {
        assertThat(run(arguments.strip().split(" "))).isEqualTo(2);
        assertThat(err.toString().strip()).contains(sentence).doesNotContain("\n", "Exception");
    }

    @Test
    void badKeysAreRefused() {
        assertThat(run("--key", "")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("--key: has 0 bytes; 1 to 1017 are allowed.");
    }

    @Test
    void helpNamesAllOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--hub", "--base-url", "--job", "--backend", "--size", "--bucket", "--endpoint", "--region")
                .contains("--path-style", "--checksums", "--key", "--part-size", "--parts-in-flight");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "17, 17", "1k, 1024", "64MiB, 67108864", "1 GiB, 1073741824", "5b, 5"})
    void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }
}
