/**
 * Feeds that run by themselves: {@code ExportFeed} drains exports into your systems, and
 * {@code ImportFeed} sends files and follows them to their end.
 */
@NullMarked
package io.github.d365fo.feed;

import org.jspecify.annotations.NullMarked;
