/** What runs in the process that is measured. */
@NullMarked
package io.github.d365fo.benchmarks.measured;

import org.jspecify.annotations.NullMarked;
