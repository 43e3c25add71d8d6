/** The JSON objects of the administration and of the kept state. */
@NullMarked
package io.github.d365fo.testkit.internal.json;

import org.jspecify.annotations.NullMarked;
