package io.qhub.localhub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {

    private static final String BODY = "preamble\r\n--b1\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"\r\nContent-Type: text/plain\r\n\r\n"
            + "line\r\n--b\r\n-b1\r\n--B1 is none\r\n"
            + "\r\n--b1\r\ncontent-disposition: form-data; name=empty\r\n\r\n\r\n--b1--\r\nepilogue";

    /** Writes down what it gets. */
    private static final class Recorder implements MultipartReader.Sink {

        private final List<String> parts = new ArrayList<>();
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();

        @Override
        public void begin(String name, @Nullable String filename, @Nullable String contentType) {
            parts.add(name + "|" + filename + "|" + contentType);
        }

        @Override
        public void data(byte[] bytes, int from, int to) {
            data.write(bytes, from, to - from);
        }

        @Override
        public void end() {
            parts.add(data.toString(StandardCharsets.UTF_8));
            data.reset();
        }
    }

    private static List<String> read(String boundary, String body, int piece) throws IOException {
        Recorder recorder = new Recorder();
        MultipartReader reader = new MultipartReader(boundary, recorder);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += piece) {
            reader.accept(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + piece)));
        }
        reader.finish();
        return recorder.parts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 64, 10_000})
    void readsPartsHoweverTheyAreCut(int piece) throws IOException {
        assertThat(read("b1", BODY, piece))
                .containsExactly(
                        "file|a \"b\".txt|text/plain", "line\r\n--b\r\n-b1\r\n--B1 is none\r\n", "empty|null|null", "");
    }

    @Test
    void readsABodyThatBeginsWithItsDelimiter() throws IOException {
        assertThat(read("x", "--x\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n--x--", 4))
                .containsExactly("n|null|null", "v");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--x~Content-Disposition: form-data; name=a~~v~--x|ends before its closing delimiter",
                "--x~Content-Disposition: form-data; name=a~~v|ends before its closing delimiter",
                "nothing|ends before its closing delimiter",
                "--x~Content-Type: text/plain~~v~--x--|has no name",
                "--xy~Content-Disposition: form-data; name=a~~v~--x--|not followed by a line break",
            })
    void refusesWhatIsNoMultipartBody(String body, String message) {
        assertThatThrownBy(() -> read("x", body.replace("~", "\r\n"), 3))
                .isInstanceOf(HttpError.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesEndlessHeaders() {
        assertThatThrownBy(() -> read("x", "--x\r\n" + "a".repeat(20_000), 1000))
                .isInstanceOf(HttpError.class)
                .hasMessageContaining("headers of a part");
    }

    @Test
    void findsTheBoundary() {
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=abc"))
                .isEqualTo("abc");
        assertThat(MultipartReader.boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""))
                .isEqualTo("a b");
        assertThatThrownBy(() -> MultipartReader.boundary("application/json"))
                .isInstanceOfSatisfying(
                        HttpError.class, error -> assertThat(error.status()).isEqualTo(415));
        assertThatThrownBy(() -> MultipartReader.boundary("multipart/form-data"))
                .isInstanceOfSatisfying(
                        HttpError.class, error -> assertThat(error.status()).isEqualTo(400));
    }
}
