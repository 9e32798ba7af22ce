/** Requests and answers of the git integrations: data only. */
@NullMarked
package io.qhub.platform.model.gitintegrations;

import org.jspecify.annotations.NullMarked;
