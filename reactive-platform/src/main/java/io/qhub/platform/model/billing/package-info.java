/** Requests and answers of the billing: data only. */
@NullMarked
package io.qhub.platform.model.billing;

import org.jspecify.annotations.NullMarked;
