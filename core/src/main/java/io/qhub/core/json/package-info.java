/** JSON as the Hub writes it: lenient on reading, exact on writing. */
@NullMarked
package io.qhub.core.json;

import org.jspecify.annotations.NullMarked;
