/** Starts the processes, and reports what they measured. */
@NullMarked
package io.github.d365fo.benchmarks.report;

import org.jspecify.annotations.NullMarked;
