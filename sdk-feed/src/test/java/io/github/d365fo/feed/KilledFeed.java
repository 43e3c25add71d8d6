package io.github.d365fo.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A feed in a process of its own, which says every step, so that it can be killed at any, and ends when it is told. */
final class KilledFeed {
    static final int CONCURRENCY = 2;

    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private final String tokenEndpoint;
    private final String form;

    private KilledFeed(String tokenEndpoint, String form) {
        this.tokenEndpoint = tokenEndpoint;
        this.form = form;
    }

    /** Takes the environment, where tokens are had and by which form, the job, the spool, the mode, and the target. */
    public static void main(String[] arguments) throws IOException {
        KilledFeed process = new KilledFeed(arguments[1], arguments[2]);
        try (ConnectorClient client = process.client(arguments[0]);
                ExportFeed feed = target(ExportFeed.builder(client.job(arguments[3])), arguments[6])
                        .spool(Path.of(arguments[4]))
                        .commit(CommitMode.valueOf(arguments[5]))
                        .concurrency(CONCURRENCY)
                        .attempts(1_000)
                        .claim(Duration.ofSeconds(2))
                        .idleWait(Duration.ofMillis(20), Duration.ofMillis(50))
                        .build()) {
            feed.start();
            new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
            FeedReport report = feed.drain(Duration.ofMinutes(1));
            say(report.quarantined() == 0 ? "closed with " + report.spooled() + " in the spool" : report.toString());
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private ConnectorClient client(String environment) {
        return ConnectorClient.builder()
                .environment(environment)
                .tokenProvider(TokenProvider.blocking(this::token))
                .retryPolicy(RetryPolicy.builder()
                        .maxAttempts(4)
                        .backoff(Backoff.fixed(Duration.ofMillis(5)))
                        .build())
                .listener(new ConnectorListener() {
                    @Override
                    public void onRequest(Request event) {
                        say("asks: " + event.operation());
                    }

                    @Override
                    public void onResponse(Response event) {
                        say("hears: " + event.operation());
                    }
                })
                .build();
    }

    private AccessToken token() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(tokenEndpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher token = TOKEN.matcher(answer);
        if (!token.find()) {
            throw new IOException("no token: " + answer);
        }
        return AccessToken.of(token.group(1), Instant.now().plus(Duration.ofHours(1)));
    }

    private static ExportFeedBuilder target(ExportFeedBuilder builder, String target) {
        if (!target.startsWith("jdbc:")) {
            Path file = Path.of(target);
            return builder.handler(export -> append(export, file));
        }
        return builder.transactionalHandler(database(target), KilledFeed::insert);
    }

    static DataSource database(String url) {
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL(url);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    private static void append(Export export, Path file) throws IOException {
        say("handles " + export.sha256());
        Files.write(file, List.of(export.sha256()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        say("has handled " + export.sha256());
    }

    private static void insert(Export export, Connection connection) throws SQLException {
        say("handles " + export.sha256());
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effect (sha256) VALUES (?)")) {
            insert.setString(1, export.sha256());
            insert.executeUpdate();
        }
        say("has handled " + export.sha256());
    }
}
