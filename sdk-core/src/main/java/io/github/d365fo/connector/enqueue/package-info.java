/** Files to send for import. */
@NullMarked
package io.github.d365fo.connector.enqueue;

import org.jspecify.annotations.NullMarked;
