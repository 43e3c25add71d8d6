/** Token providers for Entra ID and AD FS. */
@NullMarked
package io.github.d365fo.auth;

import org.jspecify.annotations.NullMarked;
