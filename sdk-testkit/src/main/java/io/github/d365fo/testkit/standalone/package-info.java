/** The fake connector server as a program of its own. */
@NullMarked
package io.github.d365fo.testkit.standalone;

import org.jspecify.annotations.NullMarked;
