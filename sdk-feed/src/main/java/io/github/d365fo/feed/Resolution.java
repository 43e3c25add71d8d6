package io.github.d365fo.feed;

/** What a person found out about a file whose answer was lost; see {@link ImportFeed#resolve(String, Resolution)}. */
public enum Resolution {
    /** It arrived: its external id is under <em>Manage messages</em> of the job. It is not sent again. */
    ARRIVED,
    /** It did not arrive. It is sent again. */
    NOT_ARRIVED
}
