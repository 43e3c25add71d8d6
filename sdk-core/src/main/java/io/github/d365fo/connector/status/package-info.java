/** What became of a message. */
@NullMarked
package io.github.d365fo.connector.status;

import org.jspecify.annotations.NullMarked;
