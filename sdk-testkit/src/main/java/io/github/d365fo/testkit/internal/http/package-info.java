/** A small HTTP/1.1 server whose connections can be broken at any byte. */
@NullMarked
package io.github.d365fo.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
