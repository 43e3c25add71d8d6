/** Pure functions between typed values and what travels on the wire. */
@NullMarked
package io.github.d365fo.connector.internal.wire;

import org.jspecify.annotations.NullMarked;
