/** Finds secrets in texts and failures, however they are spelt, and takes them out. */
@NullMarked
package io.github.d365fo.connector.internal.secrets;

import org.jspecify.annotations.NullMarked;
