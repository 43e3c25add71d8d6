/** Benchmarks of single steps with JMH. */
@NullMarked
package io.github.d365fo.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
