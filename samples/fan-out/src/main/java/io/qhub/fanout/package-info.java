/** Runs a parameter sweep of thousands of jobs, safe to kill at any time. */
@NullMarked
package io.qhub.fanout;

import org.jspecify.annotations.NullMarked;
