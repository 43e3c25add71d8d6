package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.internal.flow.StatusPoll;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import java.time.Duration;
import java.util.Optional;

/**
 * The address of a file that is being written, to be polled until there is one.
 *
 * @param question the question for the address
 */
record AddressPoll(Exchange<Optional<SignedUrl>> question) implements StatusPoll.Subject<Optional<SignedUrl>> {
    @Override
    public boolean isFinal(Optional<SignedUrl> answer) {
        return answer.isPresent();
    }

    @Override
    public String state(Optional<SignedUrl> answer) {
        return answer.isPresent() ? "ready" : "empty";
    }

    @Override
    public String timeout(Duration atMost, String lastState) {
        return "there was no address of the file within " + atMost + "; ask again later";
    }
}
