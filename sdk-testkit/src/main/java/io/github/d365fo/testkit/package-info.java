/** The fake connector server and what tests see of it. */
@NullMarked
package io.github.d365fo.testkit;

import org.jspecify.annotations.NullMarked;
