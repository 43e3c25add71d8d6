package io.github.d365fo.feed.internal.files;

import static org.mockito.Mockito.spy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mockito.invocation.InvocationOnMock;

/** Opens channels that can be made to fail. */
final class FailingChannels implements ForcedLog.Opener {
    private final List<FileChannel> channels = new ArrayList<>();
    private boolean refuses;

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        if (refuses) {
            refuses = false;
            throw new IOException("too many files");
        }
        channels.add(spy(FileChannel.open(file, options)));
        return last();
    }

    FileChannel last() {
        return channels.get(channels.size() - 1);
    }

    int opened() {
        return channels.size();
    }

    /** Doesn't open the next one. */
    void refuse() {
        refuses = true;
    }

    static Object writeThreeBytes(InvocationOnMock call) throws Throwable {
        ByteBuffer bytes = call.getArgument(0);
        int limit = bytes.limit();
        bytes.limit(bytes.position() + 3);
        try {
            return call.callRealMethod();
        } finally {
            bytes.limit(limit);
        }
    }
}
