/** When and how failed requests are retried. */
@NullMarked
package io.github.d365fo.connector.retry;

import org.jspecify.annotations.NullMarked;
