/** How a call flows: retry, admit, authorize, observe, transport. */
@NullMarked
package io.github.d365fo.connector.internal.pipeline;

import org.jspecify.annotations.NullMarked;
