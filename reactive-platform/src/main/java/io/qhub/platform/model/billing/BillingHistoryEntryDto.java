package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the billing history. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param type what kind it is
 * @param amountMajor the amount of money
 * @param description a description
 * @param productName the name of the product
 * @param invoiceUrl where the invoice is
 * @param createdAt when it was created
 */
public record BillingHistoryEntryDto(
        @Nullable String id,
        @Nullable BillingEntryType type,
        @Nullable AmountMajorDto amountMajor,
        @Nullable String description,
        @Nullable String productName,
        @Nullable String invoiceUrl,
        @Nullable Instant createdAt) {}
