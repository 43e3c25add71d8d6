/** Keys, tokens and certificates, made and checked with nothing but the JDK. */
@NullMarked
package io.github.d365fo.testkit.internal.crypto;

import org.jspecify.annotations.NullMarked;
