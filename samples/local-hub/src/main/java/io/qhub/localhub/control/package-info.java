/** What a test can set and read on a running hub: settings, failure rules, counters, tokens. */
@NullMarked
package io.qhub.localhub.control;

import org.jspecify.annotations.NullMarked;
