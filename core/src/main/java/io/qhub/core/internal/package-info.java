/** What users never name: everything below may change in any version. */
@NullMarked
package io.qhub.core.internal;

import org.jspecify.annotations.NullMarked;
