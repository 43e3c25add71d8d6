/** What is sent into Finance and Operations. */
@NullMarked
package io.github.d365fo.connector.enqueue;

import org.jspecify.annotations.NullMarked;
