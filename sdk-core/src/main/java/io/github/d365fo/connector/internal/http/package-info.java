/** One exchange over java.net.http, with every wait bounded. */
@NullMarked
package io.github.d365fo.connector.internal.http;

import org.jspecify.annotations.NullMarked;
