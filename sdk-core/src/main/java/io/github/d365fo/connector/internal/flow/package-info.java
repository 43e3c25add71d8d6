/** What takes several exchanges: side by side, one after another until a state is final, one at a time, or once. */
@NullMarked
package io.github.d365fo.connector.internal.flow;

import org.jspecify.annotations.NullMarked;
