package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportPlace;
import java.util.Optional;

/**
 * How a file ends.
 *
 * @param place the folder it goes to
 * @param name its name there, with sub-folders
 * @param state how its import ended
 * @param reason why it failed or is in doubt
 */
record Ending(ImportPlace place, String name, ImportState state, Optional<String> reason) {
    /** Returns the same ending under another name. */
    Ending named(String other) {
        return new Ending(place, other, state, reason);
    }
}
