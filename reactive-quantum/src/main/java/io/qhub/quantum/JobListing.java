package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.core.http.HubHttp;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Follows the jobs of one organization together: looks them up in the listing, newest first, where that takes fewer requests
 * than to ask for each.
 *
 * <p>Each job is polled by a policy of its own, as if it were alone. Probes that fall due within a moment make a round: it
 * fetches as many pages as are worth it, counting also the jobs that are due soon, and asks for each job that the pages do not
 * show. A row also answers jobs that only wait. An end that a row tells is confirmed by the job's record. A round runs as
 * long as one of those who asked waits for it, and never in the context of one of them.
 */
final class JobListing {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.polling");

    static final int PAGE = 100;

    // Short against any delay that polls of thousands of jobs have.
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration REFUSED = Duration.ofMinutes(10);
    private static final int FARTHEST = 10_000;

    private final HubHttp http;
    private final Map<String, List<Watched>> watched = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Round> gathering = new AtomicReference<>();
    private final AtomicReference<@Nullable Round> walking = new AtomicReference<>();
    private volatile double jitter;
    private volatile long refusedUntil = Long.MIN_VALUE;

    JobListing(HubHttp http) {
        this.http = http.forPolling();
        this.jitter = http.random().getAsDouble();
    }

    /**
     * The states of a job.
     *
     * @param status asks for its status
     * @param record asks for its record
     */
    Flux<JobStatus> watch(
            String id, Mono<Answer<JobStatus>> status, Mono<Answer<JobStatus>> record, PollingPolicy policy) {
        return Flux.using(
                () -> enter(new Watched(id)),
                job -> Polling.until(
                        "job " + id,
                        ask(job, status, record),
                        (due, delay) -> wait(job, due, delay).flatMap(row -> confirmed(row, record)),
                        JobStatus::isTerminal,
                        policy,
                        http.scheduler(),
                        // One number for all jobs of a round: they stay together, and a page answers many.
                        () -> jitter),
                this::leave);
    }

    private static Mono<Answer<JobStatus>> confirmed(@Nullable JobStatus row, Mono<Answer<JobStatus>> record) {
        JobStatus told = Objects.requireNonNull(row);
        return told.isTerminal() ? record : Mono.just(Answer.of(told));
    }

    // ---- who waits

    private Watched enter(Watched job) {
        // Nearly always there is one of an id.
        watched.compute(
                job.id,
                (id, all) -> all == null
                        ? List.of(job)
                        : Stream.concat(all.stream(), Stream.of(job)).toList());
        return job;
    }

    private void leave(Watched job) {
        watched.computeIfPresent(job.id, (id, all) -> {
            List<Watched> others = all.stream().filter(each -> each != job).toList();
            return others.isEmpty() ? null : others;
        });
    }

    private static Mono<JobStatus> wait(Watched job, long due, long delay) {
        return Mono.create(sink -> {
            job.due = due;
            job.delay = delay;
            job.sink = sink;
        });
    }

    private Mono<Answer<JobStatus>> ask(Watched job, Mono<Answer<JobStatus>> status, Mono<Answer<JobStatus>> record) {
        return Mono.defer(() -> {
                    // A walk that may have yet to come to its page will do.
                    Round under = walking.get();
                    if (under == null || job.page >= 0 && job.page < under.pages) {
                        return inRound(job, status, record);
                    }
                    job.asking = under;
                    return under.end.flatMap(
                            ended -> job.toldBy == ended ? confirmed(job.row, record) : inRound(job, status, record));
                })
                .doFinally(signal -> {
                    job.asking = null;
                    job.alone = false;
                });
    }

    private Mono<Answer<JobStatus>> inRound(
            Watched job, Mono<Answer<JobStatus>> status, Mono<Answer<JobStatus>> record) {
        Round round = Objects.requireNonNull(gathering.updateAndGet(open -> open == null ? new Round() : open));
        // Too late for a round that begins just now, it may not be looked for, and is asked for by itself.
        job.asking = round;
        return round.end.flatMap(ended -> {
            if (job.toldBy == ended) {
                return confirmed(job.row, record);
            }
            job.alone = true;
            return ended.failure == null ? status : Mono.error(ended.failure);
        });
    }

    private long now() {
        return http.scheduler().now(TimeUnit.MILLISECONDS);
    }

    /** One subscription to a job's states. */
    private static final class Watched {

        private final String id;
        private volatile long due;
        private volatile long delay;
        /** On which page it was last seen; -1 before. */
        private volatile int page = -1;
        /** Takes a row before its time. */
        private volatile @Nullable MonoSink<JobStatus> sink;
        /** The round whose end its probe awaits. */
        private volatile @Nullable Round asking;
        /** Whether a request of its own is under way, which a row would cancel. */
        private volatile boolean alone;
        /** The round that looks for it. */
        private volatile @Nullable Round wantedBy;
        /** The last round that has seen it. */
        private volatile @Nullable Round toldBy;
        /** What it has seen. */
        private volatile @Nullable JobStatus row;

        private Watched(String id) {
            this.id = id;
        }
    }

    /** What probes that fall due together do. */
    private final class Round {

        private final Mono<Round> end = Mono.delay(GATHER, http.scheduler())
                .then(Mono.defer(this::look))
                .contextWrite(ofWhoeverAsked -> Context.empty())
                .thenReturn(this)
                .flux()
                .replay(1)
                .refCount(1)
                .next();
        private volatile int pages;
        private int missing;
        private @Nullable Instant oldest;
        private @Nullable HubException failure;

        private Mono<Void> look() {
            // Before the next round can begin to gather: who comes now waits for this one.
            walking.set(this);
            int worth = begin();
            if (worth == 0) {
                walking.compareAndSet(this, null);
                return Mono.empty();
            }
            // What has been submitted since the jobs were last seen has moved them down.
            int most = Math.min(worth + worth / 4 + 1, missing / 2);
            return fetch(0).expand(page -> isLast(page) || missing == 0 || pages >= most ? Mono.empty() : fetch(pages))
                    .then()
                    .onErrorResume(HubException.class, this::failed)
                    .onErrorResume(NotInOrderException.class, this::notInOrder)
                    .doFinally(signal -> notSeen());
        }

        /**
         * How many pages are worth it: as many as show at least two jobs each, all in all, that are due by now or soon. Jobs
         * that were not seen yet are taken for the newest.
         */
        private int begin() {
            gathering.compareAndSet(this, null);
            // A round that all have left may be joined once more.
            pages = 0;
            missing = 0;
            oldest = null;
            failure = null;
            jitter = http.random().getAsDouble();
            long now = now();
            if (now < refusedUntil) {
                return 0;
            }
            List<Integer> onPage = new ArrayList<>();
            int unseen = 0;
            for (List<Watched> all : watched.values()) {
                for (Watched job : all) {
                    if (job.asking == this || !job.alone && job.due - now <= job.delay / 4) {
                        job.wantedBy = this;
                        missing++;
                        int page = job.page < 0 ? unseen++ / PAGE : Math.min(job.page, FARTHEST);
                        while (onPage.size() <= page) {
                            onPage.add(0);
                        }
                        onPage.set(page, onPage.get(page) + 1);
                    }
                }
            }
            int best = 0;
            int worth = 0;
            int shown = 0;
            for (int pages = 1; pages <= onPage.size(); pages++) {
                shown += onPage.get(pages - 1);
                if (shown - 2 * pages > best) {
                    best = shown - 2 * pages;
                    worth = pages;
                }
            }
            return worth;
        }

        private Mono<Page<Job>> fetch(int number) {
            return http.request(JobsClient.SEARCH_JOBS)
                    .query(PageQuery.ofSize(PAGE).withPage(number).sortedBy(Sort.desc("created_at")))
                    .send()
                    .doOnNext(page -> take(number, page.content()));
        }

        private void take(int number, List<Job> rows) {
            pages = number + 1;
            inOrder(rows);
            for (Job row : rows) {
                if (row.id() != null) {
                    JobStatus status = Objects.requireNonNullElse(row.status(), JobStatus.UNKNOWN);
                    watched.getOrDefault(row.id(), List.of()).forEach(job -> tell(job, number, status));
                }
            }
        }

        private void tell(Watched job, int number, JobStatus status) {
            // Jobs that are added meanwhile shift rows to the next page: seen twice, told once.
            if (job.toldBy == this || job.alone) {
                return;
            }
            job.page = number;
            job.row = status;
            job.toldBy = this;
            if (job.wantedBy == this) {
                job.wantedBy = null;
                missing--;
            }
            // Who asks keeps the round going, for those that only wait, and is told at its end.
            MonoSink<JobStatus> sink = job.sink;
            if (job.asking == null && sink != null) {
                job.sink = null;
                sink.success(status);
            }
        }

        // Rows may begin with some of the page before, which have moved down.
        private void inOrder(List<Job> rows) {
            Instant last = null;
            for (Job row : rows) {
                Instant created = row.createdAt();
                if (created != null && last != null && created.isAfter(last)) {
                    throw new NotInOrderException();
                }
                last = created == null ? last : created;
            }
            if (oldest != null && last != null && last.isAfter(oldest)) {
                throw new NotInOrderException();
            }
            oldest = last == null ? oldest : last;
        }

        private boolean isLast(Page<Job> page) {
            return page.content().isEmpty()
                    || Boolean.TRUE.equals(page.last())
                    || page.totalPages() != null && pages >= page.totalPages();
        }

        // Passing failures are those of each probe. Others are of the listing: jobs can still be asked for.
        private Mono<Void> failed(HubException refused) {
            if (refused.isTransient()) {
                failure = refused;
            } else {
                refused(refused.getMessage());
            }
            return Mono.empty();
        }

        // What has been seen is as good as before.
        private Mono<Void> notInOrder(NotInOrderException failure) {
            refused(failure.getMessage());
            return Mono.empty();
        }

        private void refused(@Nullable String why) {
            refusedUntil = now() + REFUSED.toMillis();
            LOG.warn("jobs are asked for one by one for {}, the listing is of no use: {}", REFUSED, why);
        }

        // They are further down, or not listed at all: soon it will not be worth it to look for them.
        private void notSeen() {
            walking.compareAndSet(this, null);
            if (failure == null) {
                watched.values()
                        .forEach(all -> all.forEach(job -> {
                            if (job.wantedBy == this) {
                                job.wantedBy = null;
                                job.page = Math.max(job.page, pages) + 1;
                            }
                        }));
            }
        }
    }

    private static final class NotInOrderException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private NotInOrderException() {
            super("not ordered by created_at, descending", null, false, false);
        }
    }
}
