/** The free space on a thread's stack. */
@NullMarked
package io.github.d365fo.connector.internal.stack;

import org.jspecify.annotations.NullMarked;
