/** The XML parsing and writing of the fake. */
@NullMarked
package io.github.d365fo.testkit.internal.xml;

import org.jspecify.annotations.NullMarked;
