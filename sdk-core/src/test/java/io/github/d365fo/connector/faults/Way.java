package io.github.d365fo.connector.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A way in which the answer to a request can be lost.
 *
 * @param stage when it happens
 * @param cut how much of the answer is sent before it happens, in characters of {@link #ANSWER}
 * @param act what happens
 */
record Way(Stage stage, int cut, Act act) {
    /** An answer that every verb understands. */
    private static final String BODY = "{\"value\":\"f0bc1d4c\",\"CorrelationId\":\"c\",\"PopReceipt\":\"p\"}";

    /** What the server says when it says something. */
    static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    private static final int NOTHING = 0;
    private static final int HEAD = ANSWER.indexOf("\r\n\r\n") + 4;

    /** How far a request has come at the server. */
    enum Stage {
        ACCEPTED,
        HELLO,
        ENCRYPTED,
        FIRST_BYTE,
        HEAD,
        HALF_BODY,
        WHOLE
    }

    /** What becomes of the connection. */
    enum Act {
        RESET,
        CLOSE,
        HALF_CLOSE,
        SILENCE,
        GARBAGE,
        CLOSE_NOTIFY,
        CLOSE_NOTIFY_AND_CLOSE,
        ALERT,
        RENEGOTIATE_FOR_CERTIFICATE,
        RENEGOTIATE_AND_CLOSE,
        RENEGOTIATE_AND_RESET,
        RENEGOTIATE_AND_GO_ON,
        CERTIFICATE_DEMANDED,
        UNTRUSTED,
        OTHER_NAME,
        NO_COMMON_PROTOCOL,
        EMPTY_ANSWER,
        UNREADABLE_ANSWER,
        NO_HTTP,
        BAD_LENGTH,
        BAD_CHUNKS,
        BODY_OF_NONE,
        NO_ANSWER
    }

    /** How client and server speak. */
    enum Wire {
        PLAIN(""),
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        final String protocol;

        Wire(String protocol) {
            this.protocol = protocol;
        }

        boolean isEncrypted() {
            return this != PLAIN;
        }
    }

    private static final Set<Act> ANYWHERE = EnumSet.of(Act.RESET, Act.CLOSE, Act.HALF_CLOSE, Act.SILENCE, Act.GARBAGE);
    private static final Set<Act> IN_TLS = EnumSet.of(Act.CLOSE_NOTIFY, Act.CLOSE_NOTIFY_AND_CLOSE, Act.ALERT);
    private static final Set<Act> RENEGOTIATIONS =
            EnumSet.of(Act.RENEGOTIATE_FOR_CERTIFICATE, Act.RENEGOTIATE_AND_CLOSE, Act.RENEGOTIATE_AND_RESET);

    /** Returns every way that there is on {@code wire}. */
    static List<Way> all(Wire wire) {
        List<Way> ways = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            if (wire.isEncrypted() || (stage != Stage.HELLO && stage != Stage.ENCRYPTED)) {
                acts(wire, stage).forEach(act -> ways.add(new Way(stage, NOTHING, act)));
            }
        }
        for (int cut : new int[] {1, 9, 17, 30, 50, HEAD - 1, HEAD, HEAD + 1, ANSWER.length() - 1}) {
            for (Act act : acts(wire, Stage.ENCRYPTED)) {
                if (act != Act.GARBAGE || wire.isEncrypted()) {
                    ways.add(new Way(Stage.WHOLE, cut, act));
                }
            }
        }
        for (Act act : EnumSet.range(Act.EMPTY_ANSWER, Act.NO_ANSWER)) {
            ways.add(new Way(Stage.WHOLE, NOTHING, act));
        }
        if (wire.isEncrypted()) {
            EnumSet.range(Act.CERTIFICATE_DEMANDED, Act.OTHER_NAME)
                    .forEach(act -> ways.add(new Way(Stage.ENCRYPTED, NOTHING, act)));
        }
        if (wire == Wire.TLS_1_2) {
            ways.add(new Way(Stage.ENCRYPTED, NOTHING, Act.NO_COMMON_PROTOCOL));
        }
        return ways;
    }

    private static Set<Act> acts(Wire wire, Stage stage) {
        Set<Act> acts = EnumSet.copyOf(ANYWHERE);
        if (wire.isEncrypted() && stage.compareTo(Stage.ENCRYPTED) >= 0) {
            acts.addAll(IN_TLS);
        }
        if (wire == Wire.TLS_1_2 && (stage == Stage.HEAD || stage == Stage.HALF_BODY || stage == Stage.WHOLE)) {
            acts.addAll(RENEGOTIATIONS);
        }
        if (wire == Wire.TLS_1_2 && stage == Stage.WHOLE) {
            acts.add(Act.RENEGOTIATE_AND_GO_ON);
        }
        return acts;
    }

    /** Returns whether it happens before the client can have sent a byte of a request, on a new connection. */
    boolean isBeforeSending(Wire wire) {
        if (!wire.isEncrypted()) {
            return false;
        }
        return switch (act) {
            case UNTRUSTED, OTHER_NAME, NO_COMMON_PROTOCOL -> true;
            // With TLS 1.3 the client is done before the server has looked at its certificate.
            case CERTIFICATE_DEMANDED -> wire == Wire.TLS_1_2;
            default -> stage == Stage.ACCEPTED || stage == Stage.HELLO;
        };
    }

    /** Returns whether it can only be told by waiting. */
    boolean isSlow() {
        return act == Act.SILENCE;
    }

    /** Returns what is sent of the answer before it happens. */
    byte[] beginning() {
        return ANSWER.substring(0, cut).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return act + " at " + stage + (cut == NOTHING ? "" : " after " + cut + " characters of the answer");
    }
}
