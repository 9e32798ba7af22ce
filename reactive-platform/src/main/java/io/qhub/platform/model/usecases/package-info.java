/** Requests and answers of the use cases: data only. */
@NullMarked
package io.qhub.platform.model.usecases;

import org.jspecify.annotations.NullMarked;
