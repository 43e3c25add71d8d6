/** What a client tells its log, the flight recorder and a user's listener. */
@NullMarked
package io.github.d365fo.connector.internal.observe;

import org.jspecify.annotations.NullMarked;
