/** The actions of data management, and the imports and exports built on them. Not for use outside this module. */
@NullMarked
package io.github.d365fo.connector.internal.datamanagement;

import org.jspecify.annotations.NullMarked;
