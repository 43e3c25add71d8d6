/** Makes clients, jobs and feeds beans of a Spring Boot application. Only the auto-configurations are public. */
@NullMarked
package io.github.d365fo.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
