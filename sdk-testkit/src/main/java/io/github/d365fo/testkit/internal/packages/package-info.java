/** Data packages, as far as a server must understand what it imports. */
@NullMarked
package io.github.d365fo.testkit.internal.packages;

import org.jspecify.annotations.NullMarked;
