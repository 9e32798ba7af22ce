/** Requests and answers of the data pool grants: data only. */
@NullMarked
package io.qhub.platform.model.datapoolgrants;

import org.jspecify.annotations.NullMarked;
