/** Threads, waits and the clock of a feed. */
@NullMarked
package io.github.d365fo.feed.internal.run;

import org.jspecify.annotations.NullMarked;
