/** Data packages, as far as a server must read them to import them. */
@NullMarked
package io.github.d365fo.testkit.internal.packages;

import org.jspecify.annotations.NullMarked;
