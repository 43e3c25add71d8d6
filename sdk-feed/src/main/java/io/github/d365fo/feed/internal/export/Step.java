package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.internal.export.Task.Pause;
import java.io.IOException;

/** One step of a {@link Task}, which says itself what the next one is. */
@FunctionalInterface
interface Step {
    Pause run() throws IOException;
}
