/** Tests Spring Boot applications against the fake connector server: {@link io.github.d365fo.spring.test.FakeConnector}. */
@NullMarked
package io.github.d365fo.spring.test;

import org.jspecify.annotations.NullMarked;
