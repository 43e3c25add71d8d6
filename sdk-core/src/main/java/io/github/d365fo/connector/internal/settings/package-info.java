/** What a builder has collected. */
@NullMarked
package io.github.d365fo.connector.internal.settings;

import org.jspecify.annotations.NullMarked;
