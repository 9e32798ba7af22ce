package io.qhub.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What a journal promises, on whichever database. */
@Timeout(60)
abstract class JournalContract {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final String batch = "batch-" + UUID.randomUUID();

    JournalDatabase database;
    JobJournal journal;

    abstract JournalDatabase connect();

    @BeforeEach
    void open() {
        database = connect();
        journal = database.journal();
        journal.createSchema().block();
    }

    @AfterEach
    void close() {
        database.close().block();
    }

    private NewEntry entry(long number) {
        return new NewEntry(number, batch + "-" + number, "{\"n\":" + number + "}");
    }

    private Flux<NewEntry> entries(long count) {
        return Flux.fromStream(() -> LongStream.range(0, count).mapToObj(this::entry));
    }

    private Batch loaded(long count) {
        Batch opened = Objects.requireNonNull(journal.openBatch(batch, "d").block());
        journal.load(opened, entries(count)).block();
        return opened;
    }

    /** A worker that lives until it is told to end. */
    private final class Life implements AutoCloseable {

        private final Sinks.Empty<Void> end = Sinks.empty();
        private final AtomicReference<Worker> worker = new AtomicReference<>();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private final Mono<Void> ended;

        Life(Duration lease) {
            Sinks.Empty<Void> done = Sinks.empty();
            ended = done.asMono();
            journal.withLease(lease, mine -> {
                        worker.set(mine);
                        return end.asMono().doOnCancel(() -> cancelled.set(true));
                    })
                    .doOnError(failure::set)
                    .onErrorComplete()
                    .doFinally(signal -> done.tryEmitEmpty())
                    .subscribe();
            Awaitility.await().until(() -> worker.get() != null || failure.get() != null);
        }

        Worker worker() {
            return worker.get();
        }

        @Override
        public void close() {
            end.tryEmitEmpty();
            ended.block(Duration.ofSeconds(30));
        }
    }

    private List<Long> numbers(Mono<List<JournalEntry>> claim) {
        return Objects.requireNonNull(claim.block()).stream()
                .map(JournalEntry::number)
                .toList();
    }

    @Test
    void theSchemaIsMadeOnceByManyAtOnce() {
        Flux.range(0, 4).flatMap(i -> connect().journal().createSchema()).blockLast();
        assertThat(loaded(1).name()).isEqualTo(batch);
    }

    @Test
    void aBatchKeepsItsIdAndDefinition() {
        Batch first = Objects.requireNonNull(journal.openBatch(batch, "one").block());
        Batch again = Objects.requireNonNull(journal.openBatch(batch, "two").block());
        assertThat(again).isEqualTo(first);
        assertThat(again.definition()).isEqualTo("one");
        assertThat(again.complete()).isFalse();
        List<Batch> opened = Flux.range(0, 8)
                .flatMap(i -> journal.openBatch(batch + "-new", "d"))
                .collectList()
                .block();
        assertThat(new HashSet<>(opened)).as("one for all").hasSize(1);
    }

    @Test
    void loadingGoesOnWhereItWasCutOffAndManyMayDoIt() {
        Batch opened = Objects.requireNonNull(journal.openBatch(batch, "d").block());
        Flux<NewEntry> cut = entries(1700).concatWith(Flux.error(new IllegalStateException("cut")));
        assertThatThrownBy(() -> journal.load(opened, cut).block()).hasMessage("cut");
        Batch half = Objects.requireNonNull(journal.openBatch(batch, "d").block());
        assertThat(half.complete()).isFalse();
        assertThat(half.loaded()).isIn(500L, 1_000L, 1_500L);

        Flux.range(0, 3).flatMap(i -> journal.load(opened, entries(2_100))).blockLast();
        Batch whole = Objects.requireNonNull(journal.openBatch(batch, "d").block());
        assertThat(whole.complete()).isTrue();
        assertThat(journal.counts(batch).block().of(EntryState.NEW)).isEqualTo(2_100);
        assertThat(journal.open(batch).map(JournalEntry::number).collectList().block())
                .isEqualTo(LongStream.range(0, 2_100).boxed().toList());
    }

    @Test
    void anEntryIsFoundByItsKeyAndAddedOnce() {
        journal.add(batch, entry(7)).block();
        JournalEntry found = Objects.requireNonNull(journal.find(batch + "-7").block());
        assertThat(found)
                .isEqualTo(new JournalEntry(batch, 7, batch + "-7", "{\"n\":7}", EntryState.NEW, null, null, null));
        assertThat(journal.find(batch + "-8").block()).isNull();
        assertThatThrownBy(() -> journal.add(batch, entry(7)).block()).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void claimsAtOnceShareNothingAndLoseNothing() {
        loaded(300);
        try (Life one = new Life(LONG);
                Life two = new Life(LONG)) {
            List<Long> claimed = new ArrayList<>();
            List<Long> got;
            do {
                got = Objects.requireNonNull(Flux.range(0, 8)
                        .flatMap(i -> journal.claimNew((i % 2 == 0 ? one : two).worker(), batch, 10))
                        .flatMapIterable(list -> list)
                        .map(JournalEntry::number)
                        .collectList()
                        .block());
                claimed.addAll(got);
            } while (!got.isEmpty());
            assertThat(claimed)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, 300).boxed().toList());
        }
    }

    @Test
    void theWayOfAnEntry() {
        loaded(2);
        try (Life life = new Life(LONG)) {
            Worker worker = life.worker();
            JournalEntry claimed = Objects.requireNonNull(
                            journal.claimNew(worker, batch, 1).block())
                    .get(0);
            assertThat(claimed.number()).isZero();
            assertThat(claimed.state()).isEqualTo(EntryState.NEW);
            assertThat(claimed.postedAgo()).as("nobody was about to submit it").isNull();
            JournalEntry stored =
                    Objects.requireNonNull(journal.find(claimed.key()).block());
            assertThat(stored.state()).isEqualTo(EntryState.SUBMITTING);
            assertThat(stored.postedAgo()).isNotNull();

            assertThat(journal.submitted(worker, claimed.key(), "j-1").block()).isTrue();
            assertThat(journal.find(claimed.key()).block().jobId()).isEqualTo("j-1");
            assertThat(journal.ended(new Worker("other"), claimed.key(), EntryState.DONE, "x")
                            .block())
                    .as("another's")
                    .isFalse();
            assertThat(journal.ended(worker, claimed.key(), EntryState.DONE, "{}")
                            .block())
                    .isTrue();
            assertThat(journal.ended(worker, claimed.key(), EntryState.FAILED, "late")
                            .block())
                    .as("ended before")
                    .isFalse();
            assertThat(journal.ended(batch)
                            .map(JournalEntry::outcome)
                            .collectList()
                            .block())
                    .containsExactly("{}");
            assertThat(journal.isOver(batch).block()).isFalse();

            JournalEntry other = Objects.requireNonNull(
                            journal.claimNew(worker, batch, 5).block())
                    .get(0);
            journal.ended(worker, other.key(), EntryState.FAILED, "[]").block();
            assertThat(journal.isOver(batch).block()).isTrue();
            assertThat(journal.counts(batch).block().of(EntryState.FAILED)).isEqualTo(1);
            assertThatThrownBy(() -> journal.ended(worker, "k", EntryState.NEW, ""))
                    .hasMessage("state: NEW is no end");
        }
    }

    @Test
    void marksOfManyTellWhoseTheEntriesAre() {
        loaded(3);
        try (Life life = new Life(LONG);
                Life other = new Life(LONG)) {
            List<JournalEntry> claimed = Objects.requireNonNull(
                    journal.claimNew(life.worker(), batch, 2).block());
            journal.claimNew(other.worker(), batch, 1).block();
            assertThat(journal.submitted(
                                    life.worker(),
                                    java.util.Map.of(batch + "-0", "j-0", batch + "-1", "j-1", batch + "-2", "j-2"))
                            .block())
                    .containsExactlyInAnyOrder(batch + "-0", batch + "-1");
            assertThat(journal.find(batch + "-1").block().jobId()).isEqualTo("j-1");
            List<EntryEnd> ends = claimed.stream()
                    .map(each -> new EntryEnd(each.key(), EntryState.DONE, each.key()))
                    .toList();
            assertThat(journal.ended(life.worker(), ends.subList(0, 1)).block()).containsExactly(batch + "-0");
            assertThat(journal.ended(life.worker(), ends).block()).containsExactly(batch + "-1");
            assertThat(journal.ended(life.worker(), List.of()).block()).isEmpty();
        }
    }

    @Test
    void whatALivingWorkerHoldsIsNobodyElsesAndWhatAnEndedOneHeldIsAnybodys() {
        loaded(3);
        try (Life heir = new Life(LONG)) {
            try (Life life = new Life(Duration.ofMillis(900))) {
                List<JournalEntry> claimed = Objects.requireNonNull(
                        journal.claimNew(life.worker(), batch, 2).block());
                journal.submitted(life.worker(), claimed.get(1).key(), "j-1").block();
                // Renewed several times, so the lease outlives its length.
                Mono.delay(Duration.ofMillis(1500)).block();
                assertThat(numbers(journal.claimOpen(heir.worker(), batch, 9))).isEmpty();
            }
            List<JournalEntry> taken = Objects.requireNonNull(
                    journal.claimOpen(heir.worker(), batch, 9).block());
            assertThat(taken)
                    .extracting(JournalEntry::number)
                    .as("those with a job first")
                    .containsExactly(1L, 0L);
            assertThat(taken).extracting(JournalEntry::jobId).containsExactly("j-1", null);
            assertThat(taken).allSatisfy(each -> assertThat(each.postedAgo()).isPositive());
            assertThat(numbers(journal.claimOpen(heir.worker(), batch, 9))).isEmpty();
            assertThat(numbers(journal.claimNew(heir.worker(), batch, 9))).containsExactly(2L);
        }
    }

    @Test
    void aLeaseThatEndsUnnoticedIsLostAndItsMarksAreRefusedOnceTakenOver() {
        loaded(1);
        try (Life heir = new Life(LONG);
                Life life = new Life(Duration.ofSeconds(2))) {
            JournalEntry claimed = Objects.requireNonNull(
                            journal.claimNew(life.worker(), batch, 1).block())
                    .get(0);
            // As the database sees it after a long pause of the worker.
            journal.endAllLeases().block();
            assertThat(numbers(journal.claimOpen(heir.worker(), batch, 1))).containsExactly(0L);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(life.failure.get())
                    .isInstanceOf(LeaseLostException.class));
            assertThat(life.cancelled).as("its work is cancelled").isTrue();
            assertThat(journal.submitted(life.worker(), claimed.key(), "j").block())
                    .isFalse();
            // The heir has a row of claims and no lease any more either; its entry is open to all.
        }
    }

    @Test
    void whatIsPostponedWaitsAndIsLookedForFirst() {
        loaded(2);
        try (Life life = new Life(LONG)) {
            Worker worker = life.worker();
            List<JournalEntry> claimed =
                    Objects.requireNonNull(journal.claimNew(worker, batch, 2).block());
            journal.postpone(worker, claimed.get(0).key(), Duration.ofHours(1)).block();
            assertThat(numbers(journal.claimOpen(worker, batch, 9))).isEmpty();
            journal.rejected(worker, claimed.get(1).key(), Duration.ZERO).block();
            JournalEntry again = Objects.requireNonNull(
                            journal.claimNew(worker, batch, 9).block())
                    .get(0);
            assertThat(again.number()).isEqualTo(1);
            assertThat(again.postedAgo()).as("certainly not taken").isNull();
            journal.postpone(worker, again.key(), Duration.ZERO).block();
            JournalEntry open = Objects.requireNonNull(
                            journal.claimOpen(worker, batch, 9).block())
                    .get(0);
            assertThat(open.postedAgo()).as("may have been taken").isNotNull();
        }
    }

    @Test
    void aBatchBeginsAnewWhenItsHubIsGone() {
        loaded(3);
        try (Life life = new Life(LONG)) {
            Worker worker = life.worker();
            List<JournalEntry> claimed =
                    Objects.requireNonNull(journal.claimNew(worker, batch, 2).block());
            journal.submitted(worker, claimed.get(0).key(), "j").block();
            journal.ended(worker, claimed.get(0).key(), EntryState.DONE, "x").block();
            assertThat(journal.beginAnew(batch).block()).isEqualTo(1);
            assertThat(numbers(journal.claimNew(worker, batch, 9))).containsExactly(1L, 2L);
        }
    }

    @Test
    void sessionsAreTakenOverFromTheDead() {
        String id = UUID.randomUUID().toString();
        try (Life heir = new Life(LONG)) {
            try (Life life = new Life(LONG)) {
                journal.sessionOpened(life.worker(), batch, id).block();
                assertThat(journal.claimSessions(heir.worker(), batch, 5).block())
                        .isEmpty();
            }
            assertThat(journal.claimSessions(heir.worker(), batch, 5).block()).containsExactly(id);
            journal.sessionClosed(id).block();
        }
        try (Life later = new Life(LONG)) {
            assertThat(journal.claimSessions(later.worker(), batch, 5).block()).isEmpty();
        }
    }

    @Test
    void aBatchIsNotMixedUpWithAnotherAndAnyCanBeClaimed() {
        loaded(2);
        journal.add(batch + "-b", new NewEntry(-1, batch + "-b", "")).block();
        try (Life life = new Life(LONG)) {
            assertThat(numbers(journal.claimNew(life.worker(), batch + "-b", 9)))
                    .containsExactly(-1L);
            Set<Long> rest = new HashSet<>(numbers(journal.claimNew(life.worker(), null, 1_000_000)));
            assertThat(rest).contains(0L, 1L);
        }
    }
}
