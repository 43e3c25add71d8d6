package io.github.d365fo.benchmarks.queue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Blocking sockets and as little HTTP as this server needs: the limit of what any client can reach. */
final class RawPackages implements PackageClient {
    private final URI address;

    RawPackages(URI address) {
        this.address = address;
    }

    @Override
    public long empty(int atOnce, Path directory) throws Exception {
        return Worker.empty(atOnce, directory, () -> {
            RawConnection connection = new RawConnection(address.getHost(), address.getPort());
            return target -> takePackage(connection, target);
        });
    }

    private static boolean takePackage(RawConnection connection, Path target) throws Exception {
        byte[] json = connection.call("GET", QueueClient.DEQUEUE, new byte[0]);
        if (json.length == 0) {
            connection.close();
            return false;
        }
        Message message = Message.of(json);
        URI location = URI.create(message.downloadLocation());
        byte[] content = connection.call("GET", location.getRawPath() + "?" + location.getRawQuery(), new byte[0]);
        Files.write(target, content);
        connection.call("POST", QueueClient.ACKNOWLEDGE, message.json());
        return true;
    }
}
