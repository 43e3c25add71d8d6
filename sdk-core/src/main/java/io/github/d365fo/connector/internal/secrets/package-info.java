/** Finds secrets in texts and failures, however they are encoded, and removes them. */
@NullMarked
package io.github.d365fo.connector.internal.secrets;

import org.jspecify.annotations.NullMarked;
