/** Pure functions that convert between typed values and the wire format. */
@NullMarked
package io.github.d365fo.connector.internal.wire;

import org.jspecify.annotations.NullMarked;
