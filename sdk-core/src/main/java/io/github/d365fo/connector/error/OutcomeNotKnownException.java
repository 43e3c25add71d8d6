package io.github.d365fo.connector.error;

import io.github.d365fo.connector.MessageId;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A file was enqueued, but its outcome could not be learned. Do not send the file again: it has arrived as
 * {@link #messageId()}, and you can ask for the outcome of that message later. The cause says why the outcome is
 * unknown.
 */
public class OutcomeNotKnownException extends ConnectorException {
    private static final long serialVersionUID = 1;

    private final String message;

    /** Creates an exception for the message {@code messageId}, whose outcome is unknown because of {@code cause}. */
    public OutcomeNotKnownException(MessageId messageId, ConnectorException cause) {
        super(
                "the file arrived as message " + Objects.requireNonNull(messageId, "messageId")
                        + ", but its outcome is unknown: "
                        + Objects.requireNonNull(cause, "cause").getMessage()
                        + ". Don't send it again; ask for the outcome of that message later.",
                Failure.of(cause.operation(), Outcome.UNKNOWN)
                        .attempts(cause.attempts())
                        .cause(cause));
        this.message = messageId.value();
    }

    private OutcomeNotKnownException(String words, Failure facts, String message) {
        super(words, facts);
        this.message = message;
    }

    @Override
    OutcomeNotKnownException with(String words, Failure facts, UnaryOperator<String> clean) {
        return new OutcomeNotKnownException(words, facts, message);
    }

    /** Returns the message that carries the file. */
    public MessageId messageId() {
        return MessageId.verbatim(message);
    }
}
