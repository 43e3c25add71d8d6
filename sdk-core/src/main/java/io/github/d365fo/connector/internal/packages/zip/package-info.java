/** Zips as untrusted input: whether one is whole, what its directory says, its entries, and how they are unpacked. */
@NullMarked
package io.github.d365fo.connector.internal.packages.zip;

import org.jspecify.annotations.NullMarked;
