/** How an import or an export runs by the clock, and how it ends. */
@NullMarked
package io.github.d365fo.testkit.internal.execution;

import org.jspecify.annotations.NullMarked;
