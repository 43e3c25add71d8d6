/** The stored state of a server, from which the next one continues. */
@NullMarked
package io.github.d365fo.testkit.internal.state;

import org.jspecify.annotations.NullMarked;
