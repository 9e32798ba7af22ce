/** Requests and answers of the users: data only. */
@NullMarked
package io.qhub.platform.model.users;

import org.jspecify.annotations.NullMarked;
