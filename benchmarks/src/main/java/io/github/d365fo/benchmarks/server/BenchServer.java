package io.github.d365fo.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server of all measurements, in a process of its own. It plays the environment, the identity provider and the
 * storage, checks nothing, and keeps no byte that it gets, so that clients are the limit and not the server.
 *
 * <p>It prints the ports for plain HTTP and for TLS, and ends when its standard input does.
 */
public final class BenchServer {
    private static final int THREADS = 2;
    private static final int LINE = 16 << 10;
    private static final int PIECE = 256 << 10;

    private BenchServer() {}

    /** Takes the key store with the server's certificate, and its password. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        boolean epoll = Epoll.isAvailable();
        EventLoopGroup threads = epoll ? new EpollEventLoopGroup(THREADS) : new NioEventLoopGroup(THREADS);
        Queue queue = new Queue();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true);
        int plain = listen(bootstrap, queue, null);
        int tls = listen(bootstrap, queue, tls(Path.of(arguments[0]), arguments[1].toCharArray()));
        System.out.println(plain + " " + tls);
        waitForEnd(System.in);
        threads.shutdownGracefully().sync();
    }

    private static void waitForEnd(InputStream input) throws IOException {
        while (input.read() >= 0) {
            // Whoever started this process closes the stream.
        }
    }

    private static int listen(ServerBootstrap bootstrap, Queue queue, @Nullable SslContext tls)
            throws InterruptedException {
        Channel channel = bootstrap
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        if (tls != null) {
                            connection.pipeline().addLast(tls.newHandler(connection.alloc()));
                        }
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec(LINE, LINE, PIECE))
                                .addLast(new Conversation(queue, tls != null));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((java.net.InetSocketAddress) channel.localAddress()).getPort();
    }

    private static SslContext tls(Path store, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        return SslContextBuilder.forServer(managers)
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .build();
    }
}
