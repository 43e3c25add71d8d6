/** The only place that asks the system for the time or waits for it to pass. */
@NullMarked
package io.github.d365fo.connector.internal.time;

import org.jspecify.annotations.NullMarked;
