/** The identity provider: apps, users, managed identities, and the tokens that they get. */
@NullMarked
package io.github.d365fo.testkit.internal.identity;

import org.jspecify.annotations.NullMarked;
