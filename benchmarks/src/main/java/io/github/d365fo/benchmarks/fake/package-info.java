/** What the fake connector server costs a test. */
@NullMarked
package io.github.d365fo.benchmarks.fake;

import org.jspecify.annotations.NullMarked;
