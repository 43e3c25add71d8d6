/** Failures of code that is not the SDK's. */
@NullMarked
package io.github.d365fo.connector.internal.failure;

import org.jspecify.annotations.NullMarked;
