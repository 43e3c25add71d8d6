/** The client, its asynchronous view, and their shared state. Not for use outside this module. */
@NullMarked
package io.github.d365fo.connector.internal.client;

import org.jspecify.annotations.NullMarked;
