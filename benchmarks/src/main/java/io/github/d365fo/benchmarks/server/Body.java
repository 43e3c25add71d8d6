package io.github.d365fo.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/** A body of zeros that is sent as fast as the connection takes it, out of one buffer for all. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure reaches the pipeline: these are void promises
final class Body {
    private static final int PIECE = 256 << 10;
    private static final ByteBuf ZEROS =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(PIECE).writeZero(PIECE));

    private final Runnable atEnd;
    private long left;
    private boolean ended;
    private boolean sending;

    Body(long length, Runnable atEnd) {
        this.left = length;
        this.atEnd = atEnd;
    }

    /** Sends on until the connection is full. */
    void send(ChannelHandlerContext context) {
        // A write can make the connection full, which is told before it returns; Netty's encoder must not be entered
        // twice.
        if (sending || ended) {
            return;
        }
        sending = true;
        while (left > 0 && context.channel().isWritable()) {
            int count = (int) Math.min(left, PIECE);
            left -= count;
            context.writeAndFlush(new DefaultHttpContent(ZEROS.slice(0, count)), context.voidPromise());
        }
        if (left == 0) {
            ended = true;
            atEnd.run();
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
        }
        sending = false;
    }
}
