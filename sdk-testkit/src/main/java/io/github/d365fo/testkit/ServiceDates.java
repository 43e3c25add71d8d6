package io.github.d365fo.testkit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How the service writes dates. */
final class ServiceDates {
    private static final DateTimeFormatter WITHOUT_ZONE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private ServiceDates() {}

    static String withoutZone(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC).format(WITHOUT_ZONE);
    }
}
