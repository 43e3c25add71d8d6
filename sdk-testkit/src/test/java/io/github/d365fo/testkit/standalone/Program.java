package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.testkit.internal.admin.AdminClient;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The server in a process of its own. */
final class Program implements AutoCloseable {
    private final Process process;
    private final Map<String, String> greeting = new HashMap<>();

    private Program(List<String> command, ProcessBuilder.Redirect errors) throws IOException {
        process = new ProcessBuilder(command).redirectError(errors).start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            String[] words = line.split(" {2,}", 2);
            greeting.put(words[0], words[words.length - 1]);
            if (words[0].equals("time")) {
                return;
            }
        }
        throw new IOException("the program ended before it had started");
    }

    /** Runs the classes that are tested. */
    static Program ofClasses(String... arguments) throws IOException {
        return start(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()), arguments);
    }

    /** Runs the classes that are tested; what is wrong is said in a file. */
    static Program ofClassesWithErrorsIn(Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(), "-Xmx64m", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "--port", "0"));
        command.addAll(List.of(arguments));
        return new Program(command, ProcessBuilder.Redirect.to(errors.toFile()));
    }

    /** Runs the classes on a machine of a language, whose digits may be others. */
    static Program ofClassesIn(Locale language) throws IOException {
        return start(inLanguage(language));
    }

    /** Returns what the program says of itself on a machine of a language. */
    static String help(Locale language) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx64m"));
        command.addAll(inLanguage(language));
        command.add("--help");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> inLanguage(Locale language) {
        return List.of(
                "-Duser.language=" + language.getLanguage(),
                "-Duser.country=" + language.getCountry(),
                "-Duser.extensions=u-" + language.getExtension(Locale.UNICODE_LOCALE_EXTENSION),
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    /** Runs the classes with large stacks and within a limit of {@code ulimit}; what is wrong is said in a file. */
    static Program ofClassesWithin(String limit, Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit " + limit + " && exec \"$0\" \"$@\"",
                java(),
                "-Xmx64m",
                "-Xss32m",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:CompressedClassSpaceSize=64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--port",
                "0"));
        command.addAll(List.of(arguments));
        return new Program(command, ProcessBuilder.Redirect.to(errors.toFile()));
    }

    /** Runs the classes that are tested and kills the process after a time, be it in the middle of its start. */
    static void killWhileItStarts(Duration after, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(java(), "-Xmx64m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "--port", "0"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        process.destroyForcibly();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    }

    static Program ofJar(Path jar, String... arguments) throws IOException {
        return start(List.of("-jar", jar.toString()), arguments);
    }

    private static Program start(List<String> what, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx64m"));
        command.addAll(what);
        command.addAll(List.of("--port", "0"));
        command.addAll(List.of(arguments));
        return new Program(command, ProcessBuilder.Redirect.INHERIT);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    URI environment() {
        return URI.create(greeting("environment"));
    }

    String greeting(String name) {
        return greeting.getOrDefault(name, "");
    }

    AdminClient admin() {
        return new AdminClient(environment());
    }

    ConnectorClient client() {
        return ConnectorClient.builder()
                .environment(environment())
                .tokenProvider(
                        TokenProvider.blocking(() -> AccessToken.of(token(), Instant.parse("2100-01-01T00:00:00Z"))))
                .retryPolicy(RetryPolicy.none())
                .build();
    }

    private String token() {
        JsonNode credentials = admin().get("/credentials");
        String form = "grant_type=client_credentials&client_id="
                + credentials.path("clientId").asText()
                + "&client_secret=" + encode(credentials.path("clientSecret").asText()) + "&scope="
                + encode(credentials.path("scope").asText());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(credentials.path("tokenEndpoint").asText()))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            return JsonObject.parse(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .requireText("access_token");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Ends it as a loss of power would, as far as a process can tell. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    }

    /** Asks it to end, and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
