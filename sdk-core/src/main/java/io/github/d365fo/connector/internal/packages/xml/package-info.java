/** The XML of a package: untrusted XML is read here, and what F&O reads is written. */
@NullMarked
package io.github.d365fo.connector.internal.packages.xml;

import org.jspecify.annotations.NullMarked;
