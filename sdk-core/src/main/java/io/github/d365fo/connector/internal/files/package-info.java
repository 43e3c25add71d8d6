/** Writes files so that each appears complete and from one writer, and touches nothing that belongs to others. */
@NullMarked
package io.github.d365fo.connector.internal.files;

import org.jspecify.annotations.NullMarked;
