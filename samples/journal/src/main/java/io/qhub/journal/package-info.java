/** A journal of jobs in a database: what is to be submitted, what was submitted, who works on it and how it ended. */
@NullMarked
package io.qhub.journal;

import org.jspecify.annotations.NullMarked;
