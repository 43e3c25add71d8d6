/** How often, how long and how far apart a call is tried again. */
@NullMarked
package io.github.d365fo.connector.retry;

import org.jspecify.annotations.NullMarked;
