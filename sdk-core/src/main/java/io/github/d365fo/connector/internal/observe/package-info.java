/** Events for the log, the flight recorder and listeners. */
@NullMarked
package io.github.d365fo.connector.internal.observe;

import org.jspecify.annotations.NullMarked;
