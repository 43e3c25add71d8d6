/** The steps of an exchange: retry, admit, authorize, observe, transport. */
@NullMarked
package io.github.d365fo.connector.internal.pipeline;

import org.jspecify.annotations.NullMarked;
