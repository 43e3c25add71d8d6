/** Rows of packages: the SDK's reader, and what is used instead of it. */
@NullMarked
package io.github.d365fo.benchmarks.packages;

import org.jspecify.annotations.NullMarked;
