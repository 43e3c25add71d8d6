package io.github.d365fo.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.Locale;

/** The attributes of spans: those of OpenTelemetry's semantic conventions 1.45.0, and our own. */
final class Keys {
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<Long> RESEND_COUNT = AttributeKey.longKey("http.request.resend_count");
    static final AttributeKey<Long> REQUEST_SIZE = AttributeKey.longKey("http.request.body.size");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<Long> RESPONSE_SIZE = AttributeKey.longKey("http.response.body.size");
    static final AttributeKey<String> PROTOCOL_VERSION = AttributeKey.stringKey("network.protocol.version");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("url.template");
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("d365fo.operation");
    static final AttributeKey<String> DATA_PROJECT = AttributeKey.stringKey("d365fo.data_project");
    static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("d365fo.execution_id");
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("d365fo.request_id");
    static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("d365fo.attempts");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("d365fo.attempt");
    static final AttributeKey<String> REASON = AttributeKey.stringKey("d365fo.reason");
    static final AttributeKey<Long> BYTES = AttributeKey.longKey("d365fo.bytes");
    static final AttributeKey<Double> SECONDS = AttributeKey.doubleKey("d365fo.seconds");
    static final AttributeKey<Double> LEASE_REMAINING = AttributeKey.doubleKey("d365fo.lease_remaining");

    /** The value of {@link #SYSTEM}. */
    static final String D365FO = "d365fo";

    private Keys() {}

    /** Returns the name of a constant as it stands in an attribute. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
