/** What can go wrong, as types that carry what a handler needs. */
@NullMarked
package io.github.d365fo.connector.error;

import org.jspecify.annotations.NullMarked;
