/** A small application with the Spring Boot starter. */
@NullMarked
package io.github.d365fo.examples.boot;

import org.jspecify.annotations.NullMarked;
