/** The verbs of a recurring data job: requests, answers, and both faces over them. */
@NullMarked
package io.github.d365fo.connector.internal.job;

import org.jspecify.annotations.NullMarked;
