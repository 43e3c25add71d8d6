/** The little XML that the fake speaks. */
@NullMarked
package io.github.d365fo.testkit.internal.xml;

import org.jspecify.annotations.NullMarked;
