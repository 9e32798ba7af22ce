/** Requests and answers of the data pool shares: data only. */
@NullMarked
package io.qhub.platform.model.datapoolshares;

import org.jspecify.annotations.NullMarked;
