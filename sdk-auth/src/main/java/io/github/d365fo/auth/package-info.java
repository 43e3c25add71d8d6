/** Token providers for Entra ID. */
@NullMarked
package io.github.d365fo.auth;

import org.jspecify.annotations.NullMarked;
