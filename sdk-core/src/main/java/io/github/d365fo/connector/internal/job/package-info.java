/** The operations of a recurring data job: requests, responses, and the blocking and asynchronous API. */
@NullMarked
package io.github.d365fo.connector.internal.job;

import org.jspecify.annotations.NullMarked;
