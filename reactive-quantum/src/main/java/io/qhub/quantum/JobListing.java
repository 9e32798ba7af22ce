package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.core.http.HubHttp;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.Polling;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final HubHttp http;
    private final Map<String, List<Watched>> waiting = new ConcurrentHashMap<>();
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
        return Flux.defer(() -> {
            Watched job = new Watched(id);
            return Polling.until(
                    "job " + id,
                    ask(job, status, record),
                    (due, delay) -> wait(job, due, delay).flatMap(row -> confirmed(row, record)),
                    JobStatus::isTerminal,
                    policy,
                    http.scheduler(),
                    // One number for all jobs of a round: they stay together, and a page answers many.
                    () -> jitter);
        });
    }

    private static Mono<Answer<JobStatus>> confirmed(JobStatus row, Mono<Answer<JobStatus>> record) {
        return row.isTerminal() ? record : Mono.just(Answer.of(row));
    }

    private Mono<Answer<JobStatus>> ask(Watched job, Mono<Answer<JobStatus>> status, Mono<Answer<JobStatus>> record) {
        return Mono.defer(() -> {
            // A walk that has yet to reach its page answers it ahead of this.
            Round under = walking.get();
            return under != null && job.sink != null && job.page >= under.pages
                    ? under.end.then(asked(job, status, record))
                    : asked(job, status, record);
        });
    }

    private Mono<Answer<JobStatus>> asked(Watched job, Mono<Answer<JobStatus>> status, Mono<Answer<JobStatus>> record) {
        return Mono.defer(() -> {
            Round round = join(job);
            return round.end.flatMap(ended -> {
                JobStatus row = ended.found.get(job.id);
                if (row != null) {
                    return confirmed(row, record);
                }
                return ended.failure == null ? status : Mono.error(ended.failure);
            });
        });
    }

    // ---- who waits

    private Mono<JobStatus> wait(Watched job, long due, long delay) {
        return Mono.create(sink -> {
            job.due = due;
            job.delay = delay;
            job.sink = sink;
            waiting.compute(job.id, (id, all) -> with(all, job));
            sink.onDispose(() -> leave(job));
        });
    }

    private void leave(Watched job) {
        if (job.sink != null) {
            job.sink = null;
            waiting.computeIfPresent(job.id, (id, all) -> without(all, job));
        }
    }

    // Nearly always there is one.
    private static List<Watched> with(@Nullable List<Watched> all, Watched job) {
        return all == null
                ? List.of(job)
                : Stream.concat(all.stream(), Stream.of(job)).toList();
    }

    private static @Nullable List<Watched> without(List<Watched> all, Watched job) {
        List<Watched> others = all.stream().filter(each -> each != job).toList();
        return others.isEmpty() ? null : others;
    }

    private Round join(Watched job) {
        // Its own probe is under way now; an answer ahead of it would cancel that.
        leave(job);
        Round mine = new Round();
        Round round = gathering.updateAndGet(open -> open == null ? mine : open);
        // Too late for a round that begins just now, it finds no row there, and is asked for by itself.
        Objects.requireNonNull(round).due.add(job);
        return round;
    }

    private long now() {
        return http.scheduler().now(TimeUnit.MILLISECONDS);
    }

    /** One subscription to a job's states; guarded by the lock. */
    private static final class Watched {

        private final String id;
        private long due;
        private long delay;
        /** On which page it was last seen; -1 before. */
        private int page = -1;

        private @Nullable MonoSink<JobStatus> sink;

        private Watched(String id) {
            this.id = id;
        }
    }

    /** What probes that fall due together do. */
    private final class Round {

        private final Queue<Watched> due = new ConcurrentLinkedQueue<>();
        private final Map<String, JobStatus> found = new HashMap<>();
        private final Map<String, List<Watched>> wanted = new HashMap<>();
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
            int worth = begin();
            if (worth == 0) {
                return Mono.empty();
            }
            // What has been submitted since the jobs were last seen has moved them down.
            int most = Math.min(worth + worth / 4 + 1, wanted.size() / 2);
            return fetch(0).expand(page -> isLast(page) || missing == 0 || pages >= most ? Mono.empty() : fetch(pages))
                    .then()
                    .onErrorResume(HubException.class, this::failed)
                    .onErrorResume(NotInOrderException.class, this::notInOrder)
                    .doFinally(signal -> notSeen());
        }

        /** How many pages are worth it. */
        private int begin() {
            gathering.compareAndSet(this, null);
            jitter = http.random().getAsDouble();
            due.forEach(this::want);
            long now = now();
            if (now < refusedUntil) {
                return 0;
            }
            waiting.values()
                    .forEach(all -> all.forEach(job -> {
                        if (job.due - now <= job.delay / 4) {
                            want(job);
                        }
                    }));
            missing = wanted.size();
            return worth();
        }

        private void want(Watched job) {
            wanted.computeIfAbsent(job.id, id -> new ArrayList<>(1)).add(job);
        }

        // Jobs that were not seen yet are taken for the newest. More pages are worth it as long as they show at least
        // two
        // jobs each, all in all.
        private int worth() {
            int deepest = (wanted.size() - 1) / PAGE;
            int unseen = 0;
            Map<Integer, Integer> onPage = new HashMap<>();
            for (List<Watched> job : wanted.values()) {
                int page = job.get(0).page;
                page = page < 0 ? unseen++ / PAGE : page;
                deepest = Math.max(deepest, page);
                onPage.merge(page, 1, Integer::sum);
            }
            int best = 0;
            int worth = 0;
            int shown = 0;
            for (int page = 0; page <= deepest && page < wanted.size(); page++) {
                shown += onPage.getOrDefault(page, 0);
                if (shown - 2 * (page + 1) > best) {
                    best = shown - 2 * (page + 1);
                    worth = page + 1;
                }
            }
            return worth;
        }

        private Mono<Page<Job>> fetch(int number) {
            return http.call(JobsClient.SEARCH_JOBS)
                    .query(PageQuery.ofSize(PAGE).withPage(number).sortedBy(Sort.desc("created_at")))
                    .<Job>toPage(Job.class)
                    .doOnNext(page -> take(number, page.content()));
        }

        private void take(int number, List<Job> rows) {
            pages = number + 1;
            inOrder(rows);
            for (Job row : rows) {
                String id = row.id();
                // Jobs that are added meanwhile shift rows to the next page: seen twice, told once.
                if (id != null && !found.containsKey(id)) {
                    JobStatus status = Objects.requireNonNullElse(row.status(), JobStatus.UNKNOWN);
                    List<Watched> asked = wanted.getOrDefault(id, List.of());
                    List<Watched> others = waiting.getOrDefault(id, List.of());
                    if (!asked.isEmpty() || !others.isEmpty()) {
                        found.put(id, status);
                    }
                    missing -= asked.isEmpty() ? 0 : 1;
                    asked.forEach(job -> job.page = number);
                    others.forEach(job -> tell(job, number, status));
                }
            }
        }

        private static void tell(Watched job, int number, JobStatus status) {
            job.page = number;
            MonoSink<JobStatus> sink = job.sink;
            if (sink != null) {
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
            if (pages > 0 && failure == null) {
                wanted.forEach((id, all) -> {
                    if (!found.containsKey(id)) {
                        all.forEach(job -> job.page = Math.max(job.page, pages) + 1);
                    }
                });
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
