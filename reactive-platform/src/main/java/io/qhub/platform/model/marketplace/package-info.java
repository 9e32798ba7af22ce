/** Requests and answers of the marketplace: data only. */
@NullMarked
package io.qhub.platform.model.marketplace;

import org.jspecify.annotations.NullMarked;
