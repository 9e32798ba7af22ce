package io.qhub.core.internal.call;

import io.qhub.core.internal.body.RequestBody;
import io.qhub.core.internal.wire.Wire;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * The request of one call on its way through the filters. It holds no more than differs from call to call and makes
 * headers of it when the request is written, or when a filter of the caller's looks at them; a request of Spring's own
 * copies headers and attributes at each stage. Immutable.
 */
public final class CallRequest implements ClientRequest {

    // Spring reads the template of the metric tag from this attribute.
    private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

    private static final MultiValueMap<String, String> NO_COOKIES =
            CollectionUtils.unmodifiableMultiValueMap(new LinkedMultiValueMap<>());

    private final Call call;
    private final URI url;
    /** Names and values in turn. */
    private final String[] headers;

    public CallRequest(Call call, URI url, String... headers) {
        this.call = call;
        this.url = url;
        this.headers = headers;
    }

    public Call call() {
        return call;
    }

    /** The same request with this header, in the place of one of the same name. */
    public CallRequest with(String name, String value) {
        int at = indexOf(name);
        String[] more = Arrays.copyOf(headers, at < 0 ? headers.length + 2 : headers.length);
        int to = at < 0 ? headers.length : at;
        more[to] = name;
        more[to + 1] = value;
        return new CallRequest(call, url, more);
    }

    /** The same request, with this header if it has none of that name. */
    public CallRequest withIfAbsent(String name, String value) {
        return indexOf(name) < 0 ? with(name, value) : this;
    }

    private int indexOf(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public HttpMethod method() {
        return call.endpoint().method();
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public HttpHeaders headers() {
        HttpHeaders all = new HttpHeaders();
        addTo(all::set);
        return HttpHeaders.readOnlyHttpHeaders(all);
    }

    private void addTo(BiConsumer<String, String> all) {
        for (int i = 0; i < headers.length; i += 2) {
            all.accept(headers[i], headers[i + 1]);
        }
    }

    @Override
    public MultiValueMap<String, String> cookies() {
        return NO_COOKIES;
    }

    @Override
    public Map<String, Object> attributes() {
        return Map.of(URI_TEMPLATE, call.endpoint().path(), Call.ATTRIBUTE, call);
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(attributes().get(name));
    }

    @Override
    public Consumer<ClientHttpRequest> httpRequest() {
        return call::writing;
    }

    @Override
    public BodyInserter<?, ? super ClientHttpRequest> body() {
        return call.body() == null ? BodyInserters.empty() : (outgoing, context) -> writeBody(outgoing);
    }

    @Override
    public String logPrefix() {
        return call.endpoint().logPrefix();
    }

    @Override
    public Mono<Void> writeTo(ClientHttpRequest outgoing, ExchangeStrategies strategies) {
        addTo(Wire.headers(outgoing));
        call.writing(outgoing);
        return writeBody(outgoing);
    }

    private Mono<Void> writeBody(ClientHttpRequest outgoing) {
        RequestBody content = call.body();
        if (content == null) {
            return outgoing.setComplete();
        }
        CallObservation observation = content.isStreamed() ? call.observation() : null;
        return content.write(observation == null ? outgoing : observation.counting(outgoing));
    }
}
