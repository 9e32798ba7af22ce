package io.qhub.core.http;

import io.qhub.core.HubClientOptions;
import io.qhub.core.RequestOptions;
import io.qhub.core.internal.call.Settings;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.polling.Answer;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A transport whose calls say only at their end how their answer is read: one operation serves a test of every reader.
 *
 * @param http the transport
 */
record TestHub(HubHttp http) {

    Call call(TestOperation operation, Object... pathVariables) {
        // The variables and the names of an operation are checked at once, whatever it answers.
        http.request(operation.draft().answersNothing(), pathVariables);
        return new Call(operation, pathVariables, Changes.NONE);
    }

    TestHub withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new TestHub(http.withOptions(change));
    }

    TestHub forPolling() {
        return new TestHub(http.forPolling());
    }

    HubClientOptions options() {
        return http.options();
    }

    Mono<String> organization() {
        return http.organization();
    }

    Settings settings(RequestOptions fromContext) {
        return http.settings(fromContext);
    }

    void close() {
        http.close();
    }

    Mono<Void> closeLater() {
        return http.closeLater();
    }

    /** What is done to a call in the making, whatever its answer is read as. */
    private interface Changes {

        Changes NONE = new Changes() {
            @Override
            public <T> HubCall<T> on(HubCall<T> call) {
                return call;
            }
        };

        <T> HubCall<T> on(HubCall<T> call);
    }

    /** One call in the making. */
    final class Call {

        private final TestOperation operation;
        private final Object[] variables;
        private Changes changes;
        private final HubCall<Void> checked;

        private Call(TestOperation operation, Object[] variables, Changes changes) {
            this.operation = operation;
            this.variables = variables;
            this.changes = changes;
            this.checked = http.request(operation.draft().answersNothing(), variables);
        }

        private Call and(Changes more) {
            more.on(checked);
            Changes before = changes;
            changes = new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return more.on(before.on(call));
                }
            };
            return this;
        }

        Call query(String name, @Nullable Object value) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.query(name, value);
                }
            });
        }

        Call query(PageQuery page) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.query(page);
                }
            });
        }

        Call secretQuery(String name, @Nullable String value) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.secretQuery(name, value);
                }
            });
        }

        Call header(String name, @Nullable String value) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.header(name, value);
                }
            });
        }

        Call body(Object json) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.body(json);
                }
            });
        }

        Call body(String text, MediaType type) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.body(text, type);
                }
            });
        }

        Call body(Uploads.Source content) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.body(content);
                }
            });
        }

        Call part(String name, Uploads.@Nullable Source content) {
            return and(new Changes() {
                @Override
                public <T> HubCall<T> on(HubCall<T> call) {
                    return call.part(name, content);
                }
            });
        }

        private <T> HubCall<T> as(Function<Operation.Draft, Operation<T>> answer) {
            return changes.on(http.request(answer.apply(operation.draft()), variables));
        }

        <T> Mono<T> to(Class<T> type) {
            return this.<T>as(draft -> draft.answers(type)).send();
        }

        <T> Mono<T> to(Class<T> type, Function<T, @Nullable String> missing) {
            return this.<T>as(draft -> draft.answers(type, missing)).send();
        }

        <T> Mono<T> toMaybe(Class<T> type) {
            return this.<T>as(draft -> draft.answersMaybe(type)).send();
        }

        <T> Mono<Answer<T>> toAnswer(Class<T> type) {
            return this.<T>as(draft -> draft.answers(type)).answer();
        }

        <T> Flux<T> toFlux(Class<T> element) {
            return this.<java.util.List<T>>as(draft -> draft.answersList(element))
                    .send()
                    .flatMapIterable(Function.identity());
        }

        <T> Mono<Page<T>> toPage(Class<T> element) {
            return this.<Page<T>>as(draft -> draft.answersPage(element)).send();
        }

        <T> Mono<Answer<Page<T>>> toPageAnswer(Class<T> element) {
            return this.<Page<T>>as(draft -> draft.answersPage(element)).answer();
        }

        Mono<JsonNode> toJson() {
            return to(JsonNode.class);
        }

        Mono<String> toText() {
            return as(Operation.Draft::answersText).send();
        }

        Mono<Void> toNothing() {
            return as(Operation.Draft::answersNothing).send();
        }

        Flux<DataBuffer> toStream() {
            return as(Operation.Draft::streams).stream();
        }

        Mono<DownloadedFile> toFile(Path target, DownloadOptions options) {
            return as(Operation.Draft::streams).toFile(target, options);
        }
    }
}
