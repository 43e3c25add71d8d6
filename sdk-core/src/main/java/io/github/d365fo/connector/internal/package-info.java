/** The two faces over the one engine. Not for use outside this module. */
@NullMarked
package io.github.d365fo.connector.internal;

import org.jspecify.annotations.NullMarked;
