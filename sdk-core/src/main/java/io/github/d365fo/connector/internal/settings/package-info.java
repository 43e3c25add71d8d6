/** The settings of a client. */
@NullMarked
package io.github.d365fo.connector.internal.settings;

import org.jspecify.annotations.NullMarked;
