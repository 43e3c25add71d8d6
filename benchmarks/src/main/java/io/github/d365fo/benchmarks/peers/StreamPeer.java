package io.github.d365fo.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** A download by hand in pieces of 256 KiB, with what the SDK adds to it: a digest, and writing through to the disk. */
final class StreamPeer implements Peer {
    private static final int BUFFER = 256 << 10;

    private final URI address;
    private final boolean digest;
    private final boolean force;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    StreamPeer(URI address, String name) {
        this.address = address;
        this.digest = name.contains("SHA-256");
        this.force = name.contains("force");
    }

    @Override
    public void download(long size, Path target) throws IOException, InterruptedException, GeneralSecurityException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/connector/download/0?size=" + size))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (InputStream in = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                FileChannel out = FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.readNBytes(buffer, 0, BUFFER); count > 0; count = in.readNBytes(buffer, 0, BUFFER)) {
                if (digest) {
                    sha256.update(buffer, 0, count);
                }
                write(out, ByteBuffer.wrap(buffer, 0, count));
            }
            if (force) {
                out.force(true);
            }
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
