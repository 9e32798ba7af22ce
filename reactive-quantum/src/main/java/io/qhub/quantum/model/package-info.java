/** The Quantum API's data: records of what it answers and takes, and its open enumerations. */
@NullMarked
package io.qhub.quantum.model;

import org.jspecify.annotations.NullMarked;
