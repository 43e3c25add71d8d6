/** The administration of a fake server over HTTP, for tests that are not written in Java, and a page for browsers. */
@NullMarked
package io.github.d365fo.testkit.internal.admin;

import org.jspecify.annotations.NullMarked;
