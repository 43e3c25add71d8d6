/** JSON for the administration and the stored state. */
@NullMarked
package io.github.d365fo.testkit.internal.json;

import org.jspecify.annotations.NullMarked;
