/** Measurements, each against its like in the same run. */
@NullMarked
package io.github.d365fo.benchmarks;

import org.jspecify.annotations.NullMarked;
