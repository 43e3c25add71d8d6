package io.github.d365fo.testkit.internal.service;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the service writes them: to the second and without a zone. */
public final class WireTime {
    private static final DateTimeFormatter WITHOUT_ZONE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private WireTime() {}

    public static String withoutZone(Instant time) {
        return WITHOUT_ZONE.format(time);
    }
}
