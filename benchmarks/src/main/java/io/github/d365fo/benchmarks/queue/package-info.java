/** The clients that empty a queue: the SDK, and what is used instead of it. */
@NullMarked
package io.github.d365fo.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
