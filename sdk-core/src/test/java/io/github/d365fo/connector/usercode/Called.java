package io.github.d365fo.connector.usercode;

import java.io.IOException;

/** One call of some kind, against a {@link Service}. */
interface Called {
    void call(Verb.Caller caller) throws IOException;

    /** Returns the place among those of its enum. */
    int ordinal();
}
