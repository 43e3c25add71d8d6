package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.internal.flow.StatusPoll;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.status.MessageStatus;
import java.time.Duration;

/**
 * A poll for the state of a message.
 *
 * @param question asks for the state
 */
public record MessagePoll(Exchange<MessageStatus> question) implements StatusPoll.Subject<MessageStatus> {
    @Override
    public boolean isFinal(MessageStatus answer) {
        return answer.isTerminal();
    }

    @Override
    public String state(MessageStatus answer) {
        return answer.rawState();
    }

    @Override
    public String timeout(Duration atMost, String lastState) {
        return "the message was not processed within " + atMost + "; its last state was " + lastState
                + ". It may still be processed: ask again later. A message that stays there waits for the job's next"
                + " recurrence, or names an entity that does not exist";
    }
}
