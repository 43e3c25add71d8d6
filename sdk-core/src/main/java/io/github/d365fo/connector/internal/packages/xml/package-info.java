/** The manifest and header of a package: reads untrusted XML, and writes XML that F&O reads. */
@NullMarked
package io.github.d365fo.connector.internal.packages.xml;

import org.jspecify.annotations.NullMarked;
