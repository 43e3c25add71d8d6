/** Checks of data files: their encoding, their kind, and whether these match their source format. */
@NullMarked
package io.github.d365fo.connector.internal.packages.check;

import org.jspecify.annotations.NullMarked;
