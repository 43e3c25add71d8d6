/**
 * Metrics of clients and feeds for Micrometer: {@link io.github.d365fo.micrometer.ClientMetrics} listens to a client,
 * {@link io.github.d365fo.micrometer.FeedMetrics} to feeds. The guide on observability lists all meters.
 */
@NullMarked
package io.github.d365fo.micrometer;

import org.jspecify.annotations.NullMarked;
