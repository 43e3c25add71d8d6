/** The rows of data files, read one at a time. */
@NullMarked
package io.github.d365fo.connector.internal.packages.rows;

import org.jspecify.annotations.NullMarked;
