/** The bones of a zip, for whoever must know whether one is whole; depends on nothing else of the client. */
@NullMarked
package io.github.d365fo.connector.internal.zip;

import org.jspecify.annotations.NullMarked;
