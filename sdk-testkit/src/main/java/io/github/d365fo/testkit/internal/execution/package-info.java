/** The progress of imports and exports by the clock, and their outcomes. */
@NullMarked
package io.github.d365fo.testkit.internal.execution;

import org.jspecify.annotations.NullMarked;
