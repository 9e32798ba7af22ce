package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a budget becomes. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param amountMajor the amount of money
 * @param period for how long the amount is meant
 * @param alertThresholds at how many percent an alert is sent; null leaves them as they are, an empty list clears them
 * @param hardLimit whether what would exceed the budget is refused
 */
public record UpdateBudgetRequest(
        String name,
        AmountMajorDto amountMajor,
        BudgetPeriod period,
        @Nullable List<Integer> alertThresholds,
        @Nullable Boolean hardLimit) {

    public UpdateBudgetRequest {
        Values.notBlank("name", name);
        Objects.requireNonNull(amountMajor, "amountMajor");
        Objects.requireNonNull(period, "period");
        alertThresholds = alertThresholds == null ? null : Values.list(alertThresholds);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name, AmountMajorDto amountMajor, BudgetPeriod period) {
        return new Builder(name, amountMajor, period);
    }

    /** Puts a {@link UpdateBudgetRequest} together. */
    public static final class Builder {

        private final String name;
        private final AmountMajorDto amountMajor;
        private final BudgetPeriod period;
        private @Nullable List<Integer> alertThresholds;
        private @Nullable Boolean hardLimit;

        private Builder(String name, AmountMajorDto amountMajor, BudgetPeriod period) {
            this.name = Values.notBlank("name", name);
            this.amountMajor = Objects.requireNonNull(amountMajor, "amountMajor");
            this.period = Objects.requireNonNull(period, "period");
        }

        /** At how many percent an alert is sent, in place of those set before. An empty list clears them. */
        public Builder alertThresholds(List<Integer> alertThresholds) {
            this.alertThresholds = List.copyOf(alertThresholds);
            return this;
        }

        /** Whether what would exceed the budget is refused. */
        public Builder hardLimit(boolean hardLimit) {
            this.hardLimit = hardLimit;
            return this;
        }

        /** What has been put together. */
        public UpdateBudgetRequest build() {
            return new UpdateBudgetRequest(name, amountMajor, period, alertThresholds, hardLimit);
        }
    }
}
