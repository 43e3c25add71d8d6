/** What is taken out of Finance and Operations. */
@NullMarked
package io.github.d365fo.connector.dequeue;

import org.jspecify.annotations.NullMarked;
