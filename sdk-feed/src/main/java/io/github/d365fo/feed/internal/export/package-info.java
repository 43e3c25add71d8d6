/**
 * How an export feed works: {@code Schedule} decides what is done next, {@code Delivery} takes one message from its lease
 * to its acknowledgement, {@code SpooledPackage} handles a package from the spool. Each goes in steps, so that a test can
 * order them as it likes and stop between any two.
 */
@NullMarked
package io.github.d365fo.feed.internal.export;

import org.jspecify.annotations.NullMarked;
