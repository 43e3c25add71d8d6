/** Reads zips as untrusted input: completeness, directory, entries, and unpacking. */
@NullMarked
package io.github.d365fo.connector.internal.packages.zip;

import org.jspecify.annotations.NullMarked;
