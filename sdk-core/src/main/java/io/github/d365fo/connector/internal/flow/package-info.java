/** Ways to run several exchanges: in parallel, as a poll, one at a time, or only once. */
@NullMarked
package io.github.d365fo.connector.internal.flow;

import org.jspecify.annotations.NullMarked;
