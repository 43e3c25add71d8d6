package io.github.d365fo.connector.internal.datamanagement;

import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.internal.flow.StatusPoll;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import java.time.Duration;
import java.util.Optional;

/**
 * A poll for the address of a file that is being written.
 *
 * @param question asks for the address
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
        return "the file had no address within " + atMost + "; ask again later";
    }
}
