/** Authentication to proxies, which {@code java.net.http} does not do for tunnels. */
@NullMarked
package io.github.d365fo.connector.internal.proxy;

import org.jspecify.annotations.NullMarked;
