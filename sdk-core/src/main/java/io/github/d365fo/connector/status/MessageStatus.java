package io.github.d365fo.connector.status;

/** The state of a message, and the service's spelling of it. Immutable and thread-safe. */
public final class MessageStatus {
    private final MessageState state;
    private final String rawState;

    private MessageStatus(MessageState state, String rawState) {
        this.state = state;
        this.rawState = rawState;
    }

    /** Returns the status that the service spells {@code raw}; never fails, see {@link MessageState#UNKNOWN}. */
    public static MessageStatus of(String raw) {
        return new MessageStatus(MessageState.of(raw), raw);
    }

    /** Returns the state. */
    public MessageState state() {
        return state;
    }

    /** Returns the state in the service's own spelling. */
    public String rawState() {
        return rawState;
    }

    /** Returns whether the import is over, successfully or not. {@code false} for an unknown state. */
    public boolean isTerminal() {
        return state.isTerminal();
    }

    /** Returns whether the import is over without errors. */
    public boolean isSuccess() {
        return state == MessageState.PROCESSED;
    }

    /** Returns whether {@code other} is the same state, in the same spelling. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MessageStatus that && rawState.equals(that.rawState);
    }

    @Override
    public int hashCode() {
        return rawState.hashCode();
    }

    /** Returns the state and its spelling. */
    @Override
    public String toString() {
        return "MessageStatus[" + state + ", rawState=" + rawState + "]";
    }
}
