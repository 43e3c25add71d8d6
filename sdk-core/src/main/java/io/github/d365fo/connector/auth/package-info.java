/** Sources of access tokens. */
@NullMarked
package io.github.d365fo.connector.auth;

import org.jspecify.annotations.NullMarked;
