/** Requests and answers of the service shares: data only. */
@NullMarked
package io.qhub.platform.model.serviceshares;

import org.jspecify.annotations.NullMarked;
