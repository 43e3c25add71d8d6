/** The fake connector server in JUnit 5. */
@NullMarked
package io.github.d365fo.testkit.junit5;

import org.jspecify.annotations.NullMarked;
