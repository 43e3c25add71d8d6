/** A user's call: the threads it runs on, the time it may take, what it holds, and how it ends. */
@NullMarked
package io.github.d365fo.connector.internal.call;

import org.jspecify.annotations.NullMarked;
