/** Messages of export queues, and downloads. */
@NullMarked
package io.github.d365fo.connector.dequeue;

import org.jspecify.annotations.NullMarked;
