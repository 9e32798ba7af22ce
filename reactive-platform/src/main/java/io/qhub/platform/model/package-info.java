/** What several namespaces of the Platform API share: data only. */
@NullMarked
package io.qhub.platform.model;

import org.jspecify.annotations.NullMarked;
