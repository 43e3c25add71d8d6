/** Where access tokens come from. */
@NullMarked
package io.github.d365fo.connector.auth;

import org.jspecify.annotations.NullMarked;
