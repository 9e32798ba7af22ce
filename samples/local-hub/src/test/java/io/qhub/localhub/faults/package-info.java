/** Every fault against every kind of operation; what comes of it stands in FAULTS.md. */
@NullMarked
package io.qhub.localhub.faults;

import org.jspecify.annotations.NullMarked;
