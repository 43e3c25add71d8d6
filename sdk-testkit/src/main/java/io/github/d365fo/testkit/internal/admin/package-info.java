/** The administration of a fake server over HTTP, for whoever does not write Java, and a page to look at it. */
@NullMarked
package io.github.d365fo.testkit.internal.admin;

import org.jspecify.annotations.NullMarked;
