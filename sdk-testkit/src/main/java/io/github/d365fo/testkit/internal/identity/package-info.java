/** The identity provider: apps, users, managed identities and tokens. */
@NullMarked
package io.github.d365fo.testkit.internal.identity;

import org.jspecify.annotations.NullMarked;
