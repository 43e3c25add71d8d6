/** Writes files so that each appears whole and by one writer, and nothing of others is touched. */
@NullMarked
package io.github.d365fo.connector.internal.files;

import org.jspecify.annotations.NullMarked;
