/** The client's two faces and what they share. Not for use outside this module. */
@NullMarked
package io.github.d365fo.connector.internal.client;

import org.jspecify.annotations.NullMarked;
