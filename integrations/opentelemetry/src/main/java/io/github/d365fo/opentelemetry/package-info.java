/**
 * Traces of clients and feeds for OpenTelemetry: {@link io.github.d365fo.opentelemetry.ClientTracing} listens to a client,
 * {@link io.github.d365fo.opentelemetry.FeedTracing} to feeds.
 */
@NullMarked
package io.github.d365fo.opentelemetry;

import org.jspecify.annotations.NullMarked;
