package io.qhub.quantum;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.error.RetryAfter;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.HubHttp;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import io.qhub.core.paging.Sort;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/** One submission under a key: submit, or look for what was submitted, but never submit blindly twice. */
final class SubmitOnce {

    static final String TAG = "qhub-submit:";

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.request");
    private static final int LONGEST_KEY = 200;
    // What the Hub's clock and ours may differ by after the Date header has been taken into account.
    private static final Duration SLACK = Duration.ofSeconds(60);
    private static final long NEVER = Long.MIN_VALUE;

    private final HubHttp http;
    private final CreateJobRequest request;
    private final String key;
    private final String tag;
    private final SubmitOnceOptions options;
    private final AtomicLong firstAt = new AtomicLong(NEVER);

    SubmitOnce(HubHttp http, CreateJobRequest request, String key, SubmitOnceOptions options) {
        Objects.requireNonNull(key, "key");
        if (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException(
                    "key: '" + key + "' is not 1 to " + LONGEST_KEY + " printable ASCII characters");
        }
        this.http = http;
        this.key = key;
        this.tag = TAG + key;
        this.request =
                Objects.requireNonNull(request, "request").toBuilder().tag(tag).build();
        this.options = Objects.requireNonNull(options, "options");
    }

    Mono<Job> submit() {
        return scoped(via -> {
            long now = now();
            return firstAt.compareAndSet(NEVER, now)
                    ? post(via, Instant.ofEpochMilli(now), options.reposts())
                    : lookThenPost(via, Instant.ofEpochMilli(firstAt.get()));
        });
    }

    Mono<Job> resume(Instant since) {
        Objects.requireNonNull(since, "since");
        return scoped(via -> lookThenPost(via, since));
    }

    private long now() {
        return http.scheduler().now(TimeUnit.MILLISECONDS);
    }

    // Whatever the Reactor Context says later, the search happens in the organization of the submission.
    private Mono<Job> scoped(Function<HubHttp, Mono<Job>> work) {
        return Mono.defer(() -> http.organization()
                .map(id -> http.withOptions(o -> o.organization(id)))
                .defaultIfEmpty(http.withOptions(o -> o.withoutOrganization()))
                .flatMap(work));
    }

    private Mono<Job> lookThenPost(HubHttp via, Instant since) {
        return settle(via, since)
                .onErrorMap(HubException.class, failure -> unknown(failure))
                .flatMap(
                        found -> found.<Mono<Job>>map(Mono::just).orElseGet(() -> post(via, since, options.reposts())));
    }

    private Mono<Job> post(HubHttp via, Instant since, int repostsLeft) {
        return JobsClient.create(via, request)
                .onErrorResume(
                        HubException.class,
                        failure -> provesRejection(failure)
                                ? Mono.error(failure)
                                : lookAfter(via, since, repostsLeft, failure));
    }

    private Mono<Job> lookAfter(HubHttp via, Instant since, int repostsLeft, HubException failure) {
        LOG.debug("submission {}: the outcome is not known, looking for the job", key);
        return settle(via, since)
                .onErrorMap(HubException.class, searchFailed -> {
                    SubmissionOutcomeUnknownException unknown = unknown(failure);
                    unknown.addSuppressed(searchFailed);
                    return unknown;
                })
                .flatMap(found -> found.isPresent()
                        ? Mono.just(found.get())
                        : repostsLeft > 0 ? post(via, since, repostsLeft - 1) : Mono.error(unknown(failure)));
    }

    /** Whether the Hub cannot have taken the job, or says that it has not. */
    private static boolean provesRejection(HubException failure) {
        if (failure instanceof HubApiException api) {
            int status = api.status();
            boolean asksToWait = status == 503 && api.retryAfter() != null;
            return (status < 500 && status != 408) || status == 501 || asksToWait;
        }
        if (failure instanceof HubTransportException transport) {
            return !transport.mayHaveReachedServer();
        }
        return !(failure instanceof SubmissionOutcomeUnknownException)
                && !(failure instanceof io.qhub.core.error.HubDecodingException);
    }

    private SubmissionOutcomeUnknownException unknown(HubException failure) {
        SubmissionOutcomeUnknownException before =
                failure instanceof SubmissionOutcomeUnknownException same ? same : null;
        return new SubmissionOutcomeUnknownException(
                "It is not known whether the Hub has taken the job with the key '" + key
                        + "', and it was not found within " + options.settleTime()
                        + ". Call resumeSubmission with this key: it finds the job once the Hub lists it. "
                        + failure.getMessage(),
                failure,
                failure.trace(),
                before == null ? null : before.status(),
                before == null ? null : before.location(),
                key);
    }

    /** Looks again and again for the settle time; empty where the job was not found. */
    private Mono<Optional<Job>> settle(HubHttp via, Instant since) {
        PollingPolicy policy = PollingPolicy.defaults()
                .withDelays(Duration.ofSeconds(1), 2, Duration.ofSeconds(8))
                .withTimeout(options.settleTime());
        return Polling.until(
                        "submission " + key,
                        Mono.defer(() -> new Search(via, since).find()).map(Answer::of),
                        Optional::isPresent,
                        policy,
                        http.options().scheduler(),
                        http.random())
                .last()
                .onErrorResume(PollingTimeoutException.class, notFound -> Mono.just(Optional.empty()));
    }

    /** One walk over the listing, newest first. */
    private final class Search {

        private final HubHttp via;
        private final Instant since;
        private @Nullable Instant oldestWanted;
        private @Nullable Instant previous;
        private boolean descended;
        private boolean disordered;
        private @Nullable Job end;

        private Search(HubHttp via, Instant since) {
            this.via = via;
            this.since = since;
        }

        private Mono<Optional<Job>> find() {
            PageQuery query = PageQuery.ofSize(options.pageSize()).sortedBy(Sort.desc("created_at"));
            return Paging.list(query, this::page)
                    .takeUntil(job -> job == end)
                    .filter(job -> job.id() != null && job.tags().contains(tag))
                    .distinct(job -> Objects.requireNonNull(job.id()))
                    .collectList()
                    .map(found -> {
                        if (found.size() > 1) {
                            LOG.warn("submission {}: {} jobs carry its tag", key, found.size());
                        }
                        return found.stream()
                                .min(Comparator.comparing(
                                        Job::createdAt, Comparator.nullsLast(Comparator.naturalOrder())));
                    });
        }

        private Mono<Page<Job>> page(PageQuery query) {
            return via.request(JobsClient.SEARCH_JOBS)
                    .query(query)
                    .answer()
                    .doOnNext(answer -> readClock(answer.headers()))
                    .map(Answer::body)
                    .doOnNext(this::findEnd);
        }

        // The Hub's clock counts for created_at; its Date header tells how far ours is off.
        private void readClock(HttpHeaders headers) {
            if (oldestWanted == null) {
                Instant hubNow = RetryAfter.date(headers.getFirst(HttpHeaders.DATE));
                Duration ahead = hubNow == null ? Duration.ZERO : Duration.between(Instant.ofEpochMilli(now()), hubNow);
                oldestWanted = since.plus(ahead).minus(SLACK);
            }
        }

        // Only a listing that is in the order asked for tells that nothing newer follows. One job shows no order, so a
        // page is judged as a whole, and searched as a whole.
        private void findEnd(Page<Job> page) {
            for (Job job : page.content()) {
                Instant created = job.createdAt();
                if (created == null || (previous != null && created.isAfter(previous))) {
                    disordered = true;
                    return;
                }
                descended |= previous != null && created.isBefore(previous);
                previous = created;
            }
            if (!disordered
                    && descended
                    && previous != null
                    && oldestWanted != null
                    && previous.isBefore(oldestWanted)) {
                end = page.content().get(page.content().size() - 1);
            }
        }
    }
}
