/** The client for recurring integrations: {@link io.github.d365fo.connector.ConnectorClient} and the values it uses. */
@NullMarked
package io.github.d365fo.connector;

import org.jspecify.annotations.NullMarked;
