/** Requests and answers of the subscriptions: data only. */
@NullMarked
package io.qhub.platform.model.subscriptions;

import org.jspecify.annotations.NullMarked;
