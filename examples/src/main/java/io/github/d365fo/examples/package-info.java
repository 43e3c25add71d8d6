/** Programs to run and to copy from. */
@NullMarked
package io.github.d365fo.examples;

import org.jspecify.annotations.NullMarked;
