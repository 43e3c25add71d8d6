/** Keys, tokens and certificates, using only the JDK. */
@NullMarked
package io.github.d365fo.testkit.internal.crypto;

import org.jspecify.annotations.NullMarked;
