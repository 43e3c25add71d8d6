/** The fake connector server and the types that tests use. */
@NullMarked
package io.github.d365fo.testkit;

import org.jspecify.annotations.NullMarked;
