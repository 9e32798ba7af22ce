@NullMarked
package io.qhub.quantum.model;

import org.jspecify.annotations.NullMarked;
