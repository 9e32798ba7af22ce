package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.file.Server.Reply;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.TransferProgress;
import io.qhub.testing.Waits;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a body is cut: the file ends with the whole content, or there is a typed error and no file. */
class DownloadToFileTest {

    private static final int SIZE = 200_500;
    private static final String STRONG = "\"v1\"";

    private final byte[] content = Server.content(SIZE, 1);
    private final byte[] other = Server.content(SIZE + 777, 2);
    private final Server server = new Server();
    private final DownloadOptions options = DownloadOptions.defaults().withSha256();

    @TempDir
    Path directory;

    /** Where a body is cut: before its first byte, after it, in the middle of a buffer, before the last byte. */
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest
    @ValueSource(ints = {0, 1, SIZE / 2, SIZE - 1})
    @interface AtEachCut {}

    @AfterEach
    void everyBufferIsReleasedOnce() {
        assertThat(server.buffers.toString()).endsWith("live 0, released twice 0, used after release 0");
    }

    private Path target() {
        return directory.resolve("result.bin");
    }

    private DownloadedFile download(Server.Behaviour behaviour) {
        return download(behaviour, options);
    }

    private DownloadedFile download(Server.Behaviour behaviour, DownloadOptions with) {
        DownloadedFile file =
                Downloading.toFile(server.source(behaviour), target(), with).block(Waits.seconds(20));
        assertThat(file).isNotNull();
        return file;
    }

    private void assertComplete(DownloadedFile file, byte[] expected) throws IOException {
        assertThat(file).isEqualTo(new DownloadedFile(target(), expected.length, Server.sha256(expected)));
        assertThat(Server.sha256(Files.readAllBytes(target()))).isEqualTo(Server.sha256(expected));
        assertThat(files()).containsExactly(target());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    /** Without the trace that {@code block} adds. */
    private static List<Throwable> earlier(Throwable failure) {
        return Stream.of(failure.getSuppressed())
                .filter(HubTransportException.class::isInstance)
                .toList();
    }

    private Reply cut(Reply reply, int at) {
        return reply.cutAfter(at, Server.cut());
    }

    /** The first answer is cut, each further one is whole. */
    private Server.Behaviour cutOnce(Reply reply, int at) {
        return (attempt, resume) -> attempt == 1 ? cut(reply, at) : reply;
    }

    /** The first answer is cut, requests for a part are answered so, and others with the whole. */
    private Server.Behaviour cutThen(int at, java.util.function.Function<Resume, Reply> part) {
        Reply whole = Reply.whole(content, STRONG);
        return (attempt, resume) -> resume != null ? part.apply(resume) : attempt == 1 ? cut(whole, at) : whole;
    }

    private Reply rest(Resume resume) {
        return Reply.part(content, (int) resume.offset(), STRONG);
    }

    @Test
    void writesTheWholeContent() throws IOException {
        assertComplete(download((attempt, resume) -> Reply.whole(content, null)), content);
        assertThat(server.attempts).hasValue(1);
    }

    @Test
    void computesNoHashUnlessAsked() {
        DownloadedFile file = download((attempt, resume) -> Reply.whole(content, null), DownloadOptions.defaults());
        assertThat(file.sha256()).isNull();
    }

    @Test
    void anEmptyContentIsAnEmptyFile() throws IOException {
        assertComplete(download((attempt, resume) -> Reply.whole(new byte[0], null)), new byte[0]);
    }

    @AtEachCut
    void goesOnWhereItWasCut(int at) throws IOException {
        assertComplete(download(cutThen(at, this::rest)), content);
        assertThat(server.attempts).hasValue(2);
        assertThat(server.resumes).isEqualTo(at == 0 ? List.of() : List.of(new Resume(at, STRONG)));
    }

    @AtEachCut
    void startsOverWithoutAStrongETag(int at) throws IOException {
        for (String tag : Arrays.asList("W/\"v1\"", "v1", "\"", null)) {
            server.attempts.set(0);
            assertComplete(download(cutOnce(Reply.whole(content, tag), at)), content);
            assertThat(server.attempts).hasValue(2);
        }
        assertThat(server.resumes).isEmpty();
    }

    @AtEachCut
    void takesTheNewContentIfItChanged(int at) throws IOException {
        DownloadedFile file = download((attempt, resume) ->
                attempt == 1 ? cut(Reply.whole(content, STRONG), at) : Reply.whole(other, "\"v2\""));
        assertComplete(file, other);
        assertThat(server.attempts).hasValue(2);
    }

    /** The head of new content outdates the bytes that are there, even if nothing follows it. */
    @Test
    void doesNotTakeTheOldBytesForTheNewContent() throws IOException {
        byte[] shorter = Arrays.copyOf(other, SIZE / 3);
        Reply changed = Reply.whole(shorter, "\"v2\"");
        DownloadedFile file = download((attempt, resume) -> switch (attempt) {
            case 1 -> cut(Reply.whole(content, STRONG), SIZE / 2);
            case 2 -> cut(changed, 0);
            default -> changed;
        });
        assertComplete(file, shorter);
        assertThat(server.attempts).hasValue(3);
    }

    @AtEachCut
    void startsOverIfTheServerIgnoresTheRange(int at) throws IOException {
        assertComplete(download(cutOnce(Reply.whole(content, STRONG), at)), content);
        assertThat(server.attempts).hasValue(2);
    }

    @AtEachCut
    void doesNotTrustAPartThatDoesNotFit(int at) throws IOException {
        int from = Math.max(1, at);
        List<Reply> misfits = List.of(
                Reply.part(content, from - 1, STRONG),
                Reply.part(other, from, STRONG),
                Reply.part(content, from, "\"v2\""),
                // As long as what is missing, so that the length does not tell.
                new Reply(
                        new DownloadHead(
                                206, null, STRONG, "bytes " + (from - 1) + "-" + (SIZE - 2) + "/" + SIZE, null),
                        Arrays.copyOf(other, SIZE - from),
                        null),
                new Reply(new DownloadHead(206, 10L, STRONG, null, null), new byte[10], null),
                new Reply(new DownloadHead(206, 10L, STRONG, "lines 1-2/3", null), new byte[10], null),
                new Reply(new DownloadHead(206, 10L, STRONG, "bytes */" + SIZE, null), new byte[10], null));
        for (Reply misfit : misfits) {
            server.attempts.set(0);
            assertComplete(download(cutThen(at, resume -> misfit)), content);
            assertThat(server.attempts).hasValue(at == 0 ? 2 : 3);
        }
    }

    @Test
    void endsWithATypedErrorIfOnlyMisfitsCome() throws IOException {
        assertThatThrownBy(() -> download((attempt, resume) ->
                        attempt == 1 ? cut(Reply.whole(content, STRONG), 5_000) : Reply.part(content, 3, STRONG)))
                .isInstanceOf(HubTransportException.class)
                .hasMessageStartingWith("test.download: the server answered ")
                .hasMessageContaining("bytes 3-");
        assertThat(files()).isEmpty();
    }

    @Test
    void putsShortPartsTogether() throws IOException {
        assertComplete(
                download(cutThen(
                        70_000, resume -> rest(resume).shortened(Math.min(60_000, SIZE - (int) resume.offset())))),
                content);
        assertThat(server.resumes).extracting(Resume::offset).containsExactly(70_000L, 130_000L, 190_000L);
    }

    @Test
    void takesTheRestOfAnAnswerThatIsAPartFromTheStart() throws IOException {
        DownloadedFile file = download((attempt, resume) ->
                resume == null ? Reply.part(content, 0, STRONG).shortened(50_000) : rest(resume));
        assertComplete(file, content);
        assertThat(server.resumes).containsExactly(new Resume(50_000, STRONG));
    }

    /** A part whose total the server does not know ends where it says, and has to reach that. */
    @Test
    void takesAPartFromTheStartForAllThatIsThere() throws IOException {
        DownloadHead head = new DownloadHead(206, null, STRONG, "bytes 0-" + (SIZE - 1) + "/*", null);
        assertComplete(download((attempt, resume) -> new Reply(head, content, null)), content);

        assertThatThrownBy(() -> download((attempt, resume) ->
                        new Reply(head, Arrays.copyOf(content, resume == null ? SIZE - 1 : 0), null)))
                .isInstanceOf(HubTransportException.class);
        assertThat(files()).containsExactly(target());
    }

    /** Without a length the end is not known; the server tells by refusing to send what is behind it. */
    @Test
    void takesARefusedRangeAtTheEndForSuccess() throws IOException {
        DownloadedFile file = download((attempt, resume) -> resume == null
                ? cut(Reply.whole(content, STRONG).chunked(), SIZE)
                : Reply.refused(Server.answer(416, "bytes */" + SIZE)));
        assertComplete(file, content);
        assertThat(server.resumes).containsExactly(new Resume(SIZE, STRONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes */100", "bytes */*", "bytes 0-1/2", "nonsense", ""})
    void startsOverAfterARefusedRangeElsewhere(String contentRange) throws IOException {
        HubApiException refusal = Server.answer(416, contentRange.isEmpty() ? null : contentRange);
        assertComplete(download(cutThen(SIZE / 2, resume -> Reply.refused(refusal))), content);
        assertThat(server.attempts).hasValue(3);
    }

    @Test
    void aFailureAfterTheLastByteDoesNotCount() throws IOException {
        assertComplete(download((attempt, resume) -> cut(Reply.whole(content, null), SIZE)), content);
        assertThat(server.attempts).hasValue(1);
    }

    @Test
    void aBodyThatStaysTooShortIsATransportFailure() throws IOException {
        assertThatThrownBy(() ->
                        download((attempt, resume) -> Reply.whole(content, null).shortened(SIZE - 1)))
                .isInstanceOf(HubTransportException.class)
                .hasMessageContaining("200499")
                .hasMessageContaining("200500")
                .satisfies(failure -> assertThat(earlier(failure)).hasSize(5));
        assertThat(server.attempts).hasValue(6);
        assertThat(files()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLongIsATransportFailure() throws IOException {
        DownloadHead head = new DownloadHead(200, (long) SIZE, STRONG, null, null);
        assertThatThrownBy(() -> download((attempt, resume) -> new Reply(head, other, null)))
                .isInstanceOf(HubTransportException.class);
        assertThat(server.resumes).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void givesUpAfterFiveTriesInVain() throws IOException {
        HubTransportException last = Server.cut();
        Reply whole = Reply.whole(content, STRONG);
        assertThatThrownBy(() -> download((attempt, resume) -> whole.cutAfter(0, attempt == 5 ? last : Server.cut())))
                .isSameAs(last);
        assertThat(earlier(last)).hasSize(4);
        assertThat(server.attempts).hasValue(5);
        assertThat(files()).isEmpty();
    }

    @Test
    void aCutMayBeTheSameExceptionEachTime() {
        HubTransportException same = Server.cut();
        assertThatThrownBy(() -> download(
                        (attempt, resume) -> Reply.whole(content, STRONG).cutAfter(0, same)))
                .isSameAs(same);
    }

    @Test
    void goesOnAsLongAsItGetsFurther() throws IOException {
        DownloadedFile file = download((attempt, resume) -> {
            Reply reply = resume == null ? Reply.whole(content, STRONG) : rest(resume);
            return cut(reply, attempt % 5 == 0 ? Math.min(9_000, reply.bytes().length) : 0);
        });
        assertComplete(file, content);
        assertThat(server.attempts.get()).isGreaterThan(100);
    }

    /** From the beginning and almost up to the same place, time and again, is no progress. */
    @Test
    void startingOverIsNoProgress() {
        assertThatThrownBy(() -> download((attempt, resume) -> cut(Reply.whole(content, null), SIZE / 2 - attempt)))
                .isInstanceOf(HubTransportException.class);
        assertThat(server.attempts).hasValue(6);
    }

    @Test
    void aFailureBeforeTheFirstHeadIsNotRepeated() throws IOException {
        HubTransportException refused = Server.cut();
        assertThatThrownBy(() -> download((attempt, resume) -> Reply.refused(refused)))
                .isSameAs(refused);
        assertThat(server.attempts).hasValue(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void aFailureBeforeALaterHeadIs() throws IOException {
        DownloadedFile file = download((attempt, resume) -> switch (attempt) {
            case 1 -> cut(Reply.whole(content, STRONG), 5_000);
            case 2 -> Reply.refused(Server.cut());
            case 3 -> Reply.refused(Server.answer(503, null));
            default -> rest(new Resume(5_000, STRONG));
        });
        assertComplete(file, content);
    }

    @Test
    void aFailureThatDoesNotPassEndsTheDownloadAndKeepsTheCut() throws IOException {
        HubTransportException cut = Server.cut();
        HubApiException gone = Server.answer(404, null);
        assertThatThrownBy(() -> download((attempt, resume) ->
                        attempt == 1 ? Reply.whole(content, STRONG).cutAfter(SIZE / 2, cut) : Reply.refused(gone)))
                .isSameAs(gone);
        assertThat(earlier(gone)).containsExactly(cut);
        assertThat(server.attempts).hasValue(2);
        assertThat(files()).isEmpty();
    }

    @Test
    void aFailureOfAnotherKindIsNotResumed() throws IOException {
        IllegalStateException bug = new IllegalStateException("a bug of the transport");
        assertThatThrownBy(() -> download(
                        (attempt, resume) -> Reply.whole(content, STRONG).cutAfter(5_000, bug)))
                .isSameAs(bug);
        assertThat(server.attempts).hasValue(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void theTimeLimitOfTheCallIsNotStretchedByResuming() {
        HubTimeoutException late =
                new HubTimeoutException(HubTimeoutException.Phase.CALL, Duration.ofSeconds(1), null, true);
        assertThatThrownBy(() -> download(
                        (attempt, resume) -> Reply.whole(content, STRONG).cutAfter(5_000, late)))
                .isSameAs(late);
        assertThat(server.attempts).hasValue(1);
    }

    @Test
    void goesOnAfterAStall() throws IOException {
        HubTimeoutException stall =
                new HubTimeoutException(HubTimeoutException.Phase.READ_STALL, Duration.ofSeconds(1), null, true);
        DownloadedFile file = download((attempt, resume) ->
                resume == null ? Reply.whole(content, STRONG).cutAfter(5_000, stall) : rest(resume));
        assertComplete(file, content);
    }

    @Test
    void refusesAnEncodedBodyAtOnce() throws IOException {
        DownloadHead gzip = new DownloadHead(200, null, STRONG, null, "gzip");
        assertThatThrownBy(() -> download((attempt, resume) -> new Reply(gzip, content, null)))
                .isInstanceOf(HubDecodingException.class)
                .hasMessageContaining("gzip");
        assertThat(server.attempts).hasValue(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void reportsProgressUpToTheEnd() {
        List<TransferProgress> reports = new CopyOnWriteArrayList<>();
        download(cutThen(SIZE / 2, this::rest), options.onProgress(reports::add));

        assertThat(reports).extracting(TransferProgress::total).containsOnly((long) SIZE);
        assertThat(reports).extracting(TransferProgress::bytes).isSorted().endsWith((long) SIZE);
        assertThat(reports).hasSizeBetween(3, 20);
    }

    @Test
    void aCallbackThatThrowsEndsTheDownload() throws IOException {
        IllegalStateException thrown = new IllegalStateException("the progress bar is broken");
        DownloadOptions broken = options.onProgress(report -> {
            throw thrown;
        });
        assertThatThrownBy(() -> download((attempt, resume) -> Reply.whole(content, STRONG), broken))
                .isSameAs(thrown);
        assertThat(server.attempts).hasValue(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void aSourceThatGivesNoHeadIsFoundOut() throws IOException {
        for (byte[] bytes : List.of(content, new byte[0])) {
            assertThatThrownBy(() -> download((attempt, resume) -> new Reply(null, bytes, null)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("head");
        }
        assertThat(files()).isEmpty();
    }
}
