package io.github.d365fo.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process that measures what it is asked to, line by line. */
final class Session {
    private static final String MEASURED = "measured ";

    private final String name;
    private final Writer questions;
    private final BufferedReader answers;

    Session(String name, Process process) {
        this.name = name;
        this.questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns the figures that the process prints for a line. */
    double[] measure(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
        return measured();
    }

    /** Returns the figures of the next line that begins with {@code measured}. */
    double[] measured() throws IOException {
        for (String answer = answers.readLine(); answer != null; answer = answers.readLine()) {
            if (answer.startsWith(MEASURED)) {
                return List.of(answer.substring(MEASURED.length()).split(" ")).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray();
            }
        }
        throw new IOException(name + " ended without figures");
    }
}
