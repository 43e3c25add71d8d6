/** Signs in to proxies, which {@code java.net.http} won't do over a tunnel. */
@NullMarked
package io.github.d365fo.connector.internal.proxy;

import org.jspecify.annotations.NullMarked;
