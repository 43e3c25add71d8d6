/** Zips: whether one is whole, what its directory says, which names its entries may have. */
@NullMarked
package io.github.d365fo.connector.internal.packages.zip;

import org.jspecify.annotations.NullMarked;
