/** How a failure shows what a server was asked. */
@NullMarked
package io.github.d365fo.testkit.internal.timeline;

import org.jspecify.annotations.NullMarked;
