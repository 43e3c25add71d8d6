/** The exceptions of failed calls, and the facts they carry. */
@NullMarked
package io.github.d365fo.connector.error;

import org.jspecify.annotations.NullMarked;
