/** The manifest and header of a package: reads XML that is not trusted, and writes what F&O reads. */
@NullMarked
package io.github.d365fo.connector.internal.packages.xml;

import org.jspecify.annotations.NullMarked;
