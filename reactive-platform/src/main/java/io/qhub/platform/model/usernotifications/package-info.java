/** Requests and answers of the user notifications: data only. */
@NullMarked
package io.qhub.platform.model.usernotifications;

import org.jspecify.annotations.NullMarked;
