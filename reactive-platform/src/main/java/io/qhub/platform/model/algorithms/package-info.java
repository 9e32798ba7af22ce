/** Requests and answers of the algorithms: data only. */
@NullMarked
package io.qhub.platform.model.algorithms;

import org.jspecify.annotations.NullMarked;
