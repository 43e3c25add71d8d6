/** The threads of the fake. */
@NullMarked
package io.github.d365fo.testkit.internal.threads;

import org.jspecify.annotations.NullMarked;
