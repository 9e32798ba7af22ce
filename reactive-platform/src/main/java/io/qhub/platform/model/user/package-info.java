/** Requests and answers of the user service: data only. */
@NullMarked
package io.qhub.platform.model.user;

import org.jspecify.annotations.NullMarked;
