package io.github.d365fo.feed.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Another JVM with this one's class path: a process of its own, to lock with and to be killed. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;
    private final List<String> said = new ArrayList<>();

    public ChildJvm(Class<?> main, String... arguments) {
        this(List.of(), main, arguments);
    }

    /** Starts it through a command that runs what is added to it. */
    public ChildJvm(List<String> through, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(through);
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                // They are files, too, where those may not grow.
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName());
        Collections.addAll(command, arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** Returns the next line but for empty ones, as after a logged stack trace, or an empty text at the end. */
    public String line() {
        try {
            String line = out.readLine();
            while (line != null && line.isEmpty()) {
                line = out.readLine();
            }
            said.add(line == null ? "(end)" : line);
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line {@code word} and fails if another one or the end comes instead. */
    public ChildJvm expect(String word) {
        if (!line().equals(word)) {
            throw new AssertionError("expected the process to say " + word + ", but it said " + said);
        }
        return this;
    }

    /** Hands the process a line. */
    public void tell(String line) {
        in.println(line);
    }

    /** Waits for its end in good order and returns what it said since the last line that was read. */
    public List<String> rest() {
        List<String> rest = unread();
        if (exitCode() != 0) {
            throw new AssertionError("the process failed: " + said);
        }
        return rest;
    }

    /** Returns what it said until its end, since the last line that was read. */
    public List<String> unread() {
        int from = said.size();
        for (String line = line(); !line.isEmpty(); line = line()) {}
        return said.subList(from, said.size() - 1);
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        // Its own handle would close what it said as well.
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        exitCode();
    }

    private int exitCode() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
