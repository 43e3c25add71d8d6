/** A user's module that stands on all of the SDK's. */
@SuppressWarnings("requires-automatic") // sdk-auth, Micrometer and OpenTelemetry have a name in their manifests and no
// descriptor.
module io.github.d365fo.consumer {
    requires io.github.d365fo.auth;
    requires io.github.d365fo.connector;
    requires io.github.d365fo.feed;
    requires io.github.d365fo.micrometer;
    requires io.github.d365fo.opentelemetry;
    requires io.github.d365fo.testkit;
}
