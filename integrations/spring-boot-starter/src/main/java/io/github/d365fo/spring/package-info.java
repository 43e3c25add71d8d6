/** What an application with the Spring Boot starter uses: {@link io.github.d365fo.spring.ExportListener} and customizers. */
@NullMarked
package io.github.d365fo.spring;

import org.jspecify.annotations.NullMarked;
