/** Requests and answers of the data pools: data only. */
@NullMarked
package io.qhub.platform.model.datapools;

import org.jspecify.annotations.NullMarked;
