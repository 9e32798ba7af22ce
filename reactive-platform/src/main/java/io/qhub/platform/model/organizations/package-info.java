/** Requests and answers of the organizations: data only. */
@NullMarked
package io.qhub.platform.model.organizations;

import org.jspecify.annotations.NullMarked;
