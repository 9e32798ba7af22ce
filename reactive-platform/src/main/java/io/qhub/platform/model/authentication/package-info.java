/** Requests and answers of the authentication: data only. */
@NullMarked
package io.qhub.platform.model.authentication;

import org.jspecify.annotations.NullMarked;
