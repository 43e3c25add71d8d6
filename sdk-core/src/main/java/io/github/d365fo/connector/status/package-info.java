/** The status of messages and jobs. */
@NullMarked
package io.github.d365fo.connector.status;

import org.jspecify.annotations.NullMarked;
