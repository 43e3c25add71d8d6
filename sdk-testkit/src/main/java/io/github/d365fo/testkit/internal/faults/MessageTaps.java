package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.testkit.internal.connector.ExportMessage;
import io.github.d365fo.testkit.internal.connector.MessageTap;
import java.time.Instant;
import java.util.SortedSet;

/** The faults that change what happens to a message. */
final class MessageTaps {
    private MessageTaps() {}

    /** Delivers the youngest message. */
    static MessageTap youngestFirst() {
        return new MessageTap() {
            @Override
            protected ExportMessage choose(SortedSet<ExportMessage> free) {
                return free.last();
            }
        };
    }

    /** Delivers the message without its file. */
    static MessageTap withoutFile(String reason) {
        return new MessageTap() {
            @Override
            protected void delivering(ExportMessage message) {
                message.removeFile(reason);
            }
        };
    }

    /** Lets the message be delivered again at once. */
    static MessageTap deliveredAgain() {
        return new MessageTap() {
            @Override
            protected void delivered(ExportMessage message, Instant now) {
                message.release(now);
            }
        };
    }

    /** Deletes the file before it is downloaded. */
    static MessageTap blobGone() {
        return new MessageTap() {
            @Override
            protected void downloading(ExportMessage message) {
                message.deleteBlob();
            }
        };
    }

    /** Accepts the acknowledgement and forgets it. */
    static MessageTap lostAcknowledgement() {
        return new MessageTap() {
            @Override
            protected void acknowledge(ExportMessage message) {}
        };
    }

    /** Ends the lease before the acknowledgement, and rejects it. */
    static MessageTap expiredReceipt() {
        return new MessageTap() {
            @Override
            protected boolean acknowledging(ExportMessage message, Instant now) {
                message.endLease(now);
                return false;
            }
        };
    }
}
