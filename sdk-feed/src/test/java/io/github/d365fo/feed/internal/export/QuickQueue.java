package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.error.KnownSecrets;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An export job in memory: leases by the clock, and calls that others may fail before and after. Thread-safe. */
final class QuickQueue {
    private final Clock clock;
    private final Runnable before;
    private final Runnable after;
    private final List<Message> messages = new ArrayList<>();

    private static final class Message {
        Instant visibleAt = Instant.MIN;
        Instant dequeued = Instant.MIN;
        int deliveries;
        boolean acknowledged;
    }

    QuickQueue(Clock clock, int count, Runnable before, Runnable after) {
        this.clock = clock;
        this.before = before;
        this.after = after;
        for (int i = 0; i < count; i++) {
            messages.add(new Message());
        }
    }

    synchronized boolean isEmpty() {
        return messages.stream().allMatch(each -> each.acknowledged);
    }

    RecurringJob job() {
        return (RecurringJob) Proxy.newProxyInstance(
                QuickQueue.class.getClassLoader(),
                new Class<?>[] {RecurringJob.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "activityId" -> SimulatedService.ACTIVITY;
                    case "knownSecrets" -> new KnownSecrets();
                    default -> call(method.getName(), arguments);
                });
    }

    private Object call(String name, Object[] arguments) throws IOException {
        before.run();
        Object answer = switch (name) {
            case "dequeue" -> dequeue();
            case "download" -> download((DequeueResult) arguments[0], (Path) arguments[1]);
            case "acknowledge" -> acknowledge((DequeueResult) arguments[0]);
            default -> throw new UnsupportedOperationException(name);
        };
        after.run();
        return answer;
    }

    private synchronized Optional<DequeueResult> dequeue() {
        Instant now = clock.instant();
        for (int i = 0; i < messages.size(); i++) {
            Message each = messages.get(i);
            if (!each.acknowledged && !each.visibleAt.isAfter(now)) {
                return Optional.of(lease(i, each, now));
            }
        }
        return Optional.empty();
    }

    private static DequeueResult lease(int number, Message message, Instant now) {
        String last = message.deliveries == 0 ? "null" : "\"" + message.dequeued + "\"";
        message.deliveries++;
        message.dequeued = now;
        message.visibleAt = now.plus(DequeueResult.LEASE);
        return DequeueResult.fromJson(
                "{\"CorrelationId\":\"message-" + number + "\",\"PopReceipt\":\"receipt-" + number
                        + "\",\"DownloadLocation\":\"http://localhost:80/api/connector/download/x?blob=blob-" + number
                        + "\",\"IsDownLoadFileExist\":true,\"LastDequeueDateTime\":" + last + "}",
                now);
    }

    private static DownloadedFile download(DequeueResult message, Path target) throws IOException {
        byte[] content = message.correlationId().getBytes(StandardCharsets.UTF_8);
        Files.write(target, content);
        return DownloadedFile.of(target, content.length, SimulatedService.sha256(content));
    }

    private synchronized Object acknowledge(DequeueResult message) {
        int number = Integer.parseInt(message.popReceipt().substring("receipt-".length()));
        messages.get(number).acknowledged = true;
        return Optional.empty();
    }
}
