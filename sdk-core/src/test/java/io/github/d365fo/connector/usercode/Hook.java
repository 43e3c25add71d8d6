package io.github.d365fo.connector.usercode;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A place where the client calls somebody else's code, and a way of not doing there what is expected. */
enum Hook {
    ON_CALL_STARTED(Ends.WELL, Verb.values()),
    ON_CALL_ENDED(Ends.WELL, Verb.values()),
    ON_REQUEST(Ends.WELL, Verb.values()),
    ON_RESPONSE(Ends.WELL, Verb.values()),
    ON_REQUEST_ENDED(Ends.WELL, Verb.values()),
    ON_RETRY(Ends.WELL, Trouble.POSTPONED, Verb.values()),
    ON_WAIT(Ends.WELL, Trouble.POSTPONED, Verb.values()),
    ON_WAIT_ENDED(Ends.WELL, Trouble.POSTPONED, Verb.values()),
    ON_THROTTLE(Ends.WELL, Trouble.THROTTLED, Verb.values()),
    ON_TRANSFER_STARTED(Ends.WELL, Verb.TRANSFERS),
    ON_TRANSFER(Ends.WELL, Verb.TRANSFERS),
    ON_TOKEN_REQUESTED(Ends.WELL, Verb.values()),
    ON_TOKEN_REQUEST_ENDED(Ends.WELL, Verb.values()),
    PROGRESS(Ends.WELL, Verb.WITH_PROGRESS),
    PAYLOAD_SUPPLIER(Ends.BADLY, Verb.UPLOADS),
    PAYLOAD_SUPPLIER_NULL(Ends.BADLY, Verb.UPLOADS),
    PAYLOAD_READ(Ends.BADLY, Verb.UPLOADS),
    PAYLOAD_READS_NOTHING(Ends.BADLY, Verb.UPLOADS),
    PAYLOAD_READS_BEYOND(Ends.BADLY, Verb.UPLOADS),
    PAYLOAD_CLOSE(Ends.WELL, Verb.UPLOADS),
    TOKEN(Ends.BADLY, Verb.values()),
    TOKEN_NULL_STAGE(Ends.BADLY, Verb.values()),
    TOKEN_NULL(Ends.BADLY, Verb.values()),
    TOKEN_FAILED_STAGE(Ends.BADLY, Verb.values()),
    TOKEN_LATE_FAILURE(Ends.BADLY, Verb.values()),
    TOKEN_STAGE_THROWS(Ends.BADLY, Verb.values()),
    TOKEN_ASKS_THE_CLIENT(Ends.BADLY, Verb.values()),
    CLOCK(Ends.BADLY, Verb.values()),
    CLOCK_NULL(Ends.BADLY, Verb.values()),
    CLOCK_GOES_BACK(Ends.ANYHOW, Verb.values()),
    DELAY(Ends.BADLY, Trouble.POSTPONED, Verb.values()),
    DELAY_NULL(Ends.BADLY, Trouble.POSTPONED, Verb.values()),
    DELAY_FAILED_STAGE(Ends.BADLY, Trouble.POSTPONED, Verb.values()),
    BACKOFF(Ends.BADLY, Trouble.BROKEN, Verb.REPEATED),
    BACKOFF_NULL(Ends.BADLY, Trouble.BROKEN, Verb.REPEATED),
    BACKOFF_NEGATIVE(Ends.WELL, Trouble.BROKEN, Verb.REPEATED);

    /** What becomes of a call during which it happens. */
    enum Ends {
        WELL,
        BADLY,
        ANYHOW
    }

    /** What the first request of the call meets, so that the place is reached. */
    enum Trouble {
        NONE(Reply.text(200, "")),
        POSTPONED(Reply.text(503, "down", "Retry-After: 1")),
        THROTTLED(Reply.text(429, "busy", "Retry-After: 1")),
        BROKEN(Reply.text(500, "no"));

        final Reply reply;

        Trouble(Reply reply) {
            this.reply = reply;
        }
    }

    private static final Set<Hook> WITHOUT_WAYS = EnumSet.of(
            PAYLOAD_SUPPLIER_NULL,
            PAYLOAD_READS_NOTHING,
            PAYLOAD_READS_BEYOND,
            TOKEN_NULL_STAGE,
            TOKEN_NULL,
            TOKEN_ASKS_THE_CLIENT,
            CLOCK_NULL,
            CLOCK_GOES_BACK,
            DELAY_NULL,
            BACKOFF_NULL,
            BACKOFF_NEGATIVE);

    final Ends ends;
    final Trouble trouble;
    final Set<Verb> verbs;

    Hook(Ends ends, Verb... verbs) {
        this(ends, Trouble.NONE, verbs);
    }

    Hook(Ends ends, Set<Verb> verbs) {
        this(ends, Trouble.NONE, verbs);
    }

    Hook(Ends ends, Trouble trouble, Verb... verbs) {
        this(ends, trouble, EnumSet.copyOf(Set.of(verbs)));
    }

    Hook(Ends ends, Trouble trouble, Set<Verb> verbs) {
        this.ends = ends;
        this.trouble = trouble;
        this.verbs = verbs;
    }

    /** Returns the hook of a listener's {@code event}; there is none for events of calls that fail. */
    static Optional<Hook> of(Object event) {
        String name =
                event instanceof CallInfo ? "CallStarted" : event.getClass().getSimpleName();
        return Stream.of(values())
                .filter(hook -> hook.name().replace("_", "").equalsIgnoreCase("on" + name))
                .findFirst();
    }

    boolean isListener() {
        return ordinal() <= PROGRESS.ordinal();
    }

    /** Returns whether it fails in whatever way, or only does what it does. */
    boolean hasWays() {
        return !WITHOUT_WAYS.contains(this);
    }
}
