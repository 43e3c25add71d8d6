/** The clients that are compared: the SDK, and what is used instead of it. */
@NullMarked
package io.github.d365fo.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
