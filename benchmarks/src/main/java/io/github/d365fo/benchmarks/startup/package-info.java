/** Programs that make one call and end: what a first call costs. Each client's classes are its alone. */
@NullMarked
package io.github.d365fo.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
