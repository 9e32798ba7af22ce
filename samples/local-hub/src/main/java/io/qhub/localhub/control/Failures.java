package io.qhub.localhub.control;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The failure rules that are in force. Thread-safe. */
public final class Failures {

    /** A rule in force. */
    public final class Active {

        private final FailureRule rule;
        private final long seed;
        private final AtomicLong seen = new AtomicLong();
        private final AtomicInteger hits = new AtomicInteger();

        private Active(FailureRule rule, long seed) {
            this.rule = rule;
            this.seed = seed;
        }

        /** How many requests the rule has been applied to. */
        public int hits() {
            return hits.get();
        }

        /** Ends the rule. */
        public void remove() {
            active.remove(this);
        }

        private boolean applies() {
            long number = seen.getAndIncrement();
            if (number < rule.skip()) {
                return false;
            }
            // One draw per request number, so that the outcome does not depend on how threads interleave.
            if (rule.probability() < 1
                    && new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L).nextDouble() >= rule.probability()) {
                return false;
            }
            int limit = rule.times();
            return hits.getAndUpdate(n -> n < limit ? n + 1 : n) < limit;
        }
    }

    private final List<Active> active = new CopyOnWriteArrayList<>();
    private final AtomicLong seeds;

    /** No rules yet; the seed decides the draws of {@link FailureRule#probability(double)}. */
    public Failures(long seed) {
        this.seeds = new AtomicLong(seed);
    }

    /** Puts a rule in force, behind those already there. */
    public Active add(FailureRule rule) {
        rule.outcome();
        Active added = new Active(rule, seeds.getAndAdd(0x632BE59BD9B4E019L));
        active.add(added);
        return added;
    }

    /** Ends all rules. */
    public void clear() {
        active.clear();
    }

    /** What is to go wrong with this request; null for nothing. Counts as one use of the rule that decides. */
    public FailureRule.@Nullable Outcome next(FailureRule.Request request, String basePath) {
        for (Active candidate : active) {
            if (candidate.rule.matches(request, basePath) && candidate.applies()) {
                return candidate.rule.outcome();
            }
        }
        return null;
    }
}
