/** Data files: how they are encoded, what they look like, and whether that is what their source format says. */
@NullMarked
package io.github.d365fo.connector.internal.packages.check;

import org.jspecify.annotations.NullMarked;
