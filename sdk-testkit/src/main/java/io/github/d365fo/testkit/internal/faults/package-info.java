/** Planned faults: when each strikes, and what it does. */
@NullMarked
package io.github.d365fo.testkit.internal.faults;

import org.jspecify.annotations.NullMarked;
