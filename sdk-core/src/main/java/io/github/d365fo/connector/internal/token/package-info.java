/** What a cache of tokens tells of the source behind it. */
@NullMarked
package io.github.d365fo.connector.internal.token;

import org.jspecify.annotations.NullMarked;
