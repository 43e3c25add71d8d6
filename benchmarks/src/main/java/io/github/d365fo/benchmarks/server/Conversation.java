package io.github.d365fo.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one connection, each when its last byte has come. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure reaches the pipeline: these are void promises
final class Conversation extends SimpleChannelInboundHandler<HttpObject> {
    private static final String TAG = "\"0x8DC0FFEE0000000\"";

    private final Queue queue;
    private final boolean tls;
    private @Nullable HttpRequest request;
    private @Nullable Body body;

    Conversation(Queue queue, boolean tls) {
        this.queue = queue;
        this.tls = tls;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpRequest head) {
            request = head;
        }
        HttpRequest asked = request;
        if (part instanceof LastHttpContent && asked != null) {
            request = null;
            Query query = Query.of(asked.uri());
            long delay = query.path().startsWith("/api/") ? queue.delay() : 0;
            if (delay == 0) {
                answer(context, asked, query);
            } else {
                context.executor().schedule(() -> answer(context, asked, query), delay, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Body sending = body;
        if (sending != null) {
            sending.send(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Clients drop connections when they end.
        context.close();
    }

    private void answer(ChannelHandlerContext context, HttpRequest asked, Query query) {
        String path = query.path();
        if (path.startsWith("/api/connector/download/")) {
            sendBytes(context, asked, query.number("size", 0));
        } else if (path.startsWith("/store/")) {
            storage(context, asked, query);
        } else if (path.startsWith("/bench/queue")) {
            queue.reset(query.number("delay", 0), query.number("size", 0), query.number("messages", Long.MAX_VALUE));
            text(context, HttpResponseStatus.NO_CONTENT, "");
        } else {
            String address = (tls ? "https://" : "http://") + asked.headers().get(HttpHeaderNames.HOST);
            String text = Answers.of(path, address, queue);
            text(context, text.isEmpty() ? HttpResponseStatus.NO_CONTENT : HttpResponseStatus.OK, text);
        }
    }

    private void storage(ChannelHandlerContext context, HttpRequest asked, Query query) {
        if (asked.method().equals(HttpMethod.PUT)) {
            DefaultFullHttpResponse created = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CREATED, Unpooled.EMPTY_BUFFER);
            storageHeaders(created).headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(created, context.voidPromise());
        } else {
            // Azure's client drops parameters that it does not know.
            sendBytes(context, asked, query.number("size", queue.size()));
        }
    }

    private void sendBytes(ChannelHandlerContext context, HttpRequest asked, long size) {
        Range range = Range.of(asked, size);
        HttpResponse head = storageHeaders(new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, range.partial() ? HttpResponseStatus.PARTIAL_CONTENT : HttpResponseStatus.OK));
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream")
                .set(HttpHeaderNames.ACCEPT_RANGES, "bytes")
                .set(HttpHeaderNames.CONTENT_LENGTH, range.length());
        if (range.partial()) {
            head.headers().set(HttpHeaderNames.CONTENT_RANGE, range.header());
        }
        context.write(head, context.voidPromise());
        if (asked.method().equals(HttpMethod.HEAD)) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
            return;
        }
        Body sending = new Body(range.length(), () -> body = null);
        body = sending;
        sending.send(context);
    }

    private static HttpResponse storageHeaders(HttpResponse head) {
        head.headers()
                .set(HttpHeaderNames.ETAG, TAG)
                .set(HttpHeaderNames.LAST_MODIFIED, "Thu, 01 Jan 2026 00:00:00 GMT")
                .set(HttpHeaderNames.DATE, "Thu, 01 Jan 2026 00:00:00 GMT")
                .set("x-ms-request-id", "f0bc1d4c-2b0c-4a4e-9d4e-1d0d6c1f9a11")
                .set("x-ms-version", "2024-11-04")
                .set("x-ms-blob-type", "BlockBlob")
                .set("x-ms-request-server-encrypted", "true");
        return head;
    }

    private static void text(ChannelHandlerContext context, HttpResponseStatus status, String text) {
        ByteBuf bytes = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                    .set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
        }
        context.writeAndFlush(response, context.voidPromise());
    }
}
