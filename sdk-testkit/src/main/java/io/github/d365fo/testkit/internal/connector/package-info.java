/** The recurring integrations API: jobs, their queues and messages, leases and acknowledgements. */
@NullMarked
package io.github.d365fo.testkit.internal.connector;

import org.jspecify.annotations.NullMarked;
