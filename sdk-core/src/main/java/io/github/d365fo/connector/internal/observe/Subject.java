package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about, such as a job or a message: in words, for logs and exceptions, and as facts, for listeners.
 * Immutable.
 */
public final class Subject {
    /** Names from a server are shown up to this length. */
    private static final int LONGEST = 200;

    private final String environment;
    private final List<String> things;
    private final String words;
    private final @Nullable ActivityId job;
    private final @Nullable String message;
    private final @Nullable String dataProject;
    private final @Nullable ExecutionId execution;

    private Subject(
            String environment,
            List<String> things,
            @Nullable ActivityId job,
            @Nullable String message,
            @Nullable String dataProject,
            @Nullable ExecutionId execution) {
        this.environment = environment;
        this.things = things;
        this.words = String.join(", ", things);
        this.job = job;
        this.message = message;
        this.dataProject = dataProject;
        this.execution = execution;
    }

    /** Returns the subject of calls to {@code environment}, the origin of one. */
    public static Subject of(String environment) {
        return new Subject(environment, List.of(shown(environment)), null, null, null, null);
    }

    /** Returns this subject with a job. */
    public Subject job(ActivityId id) {
        return new Subject(environment, with("job " + id), id, message, dataProject, execution);
    }

    /** Returns this subject with the message of an import. */
    public Subject message(MessageId id) {
        return new Subject(environment, with("message " + id), job, id.value(), dataProject, execution);
    }

    /** Returns this subject with the message of an export. */
    public Subject delivery(String correlationId) {
        return new Subject(
                environment, with("correlation id " + correlationId), job, correlationId, dataProject, execution);
    }

    /** Returns this subject with a data project, which only listeners are told. */
    public Subject dataProject(String name) {
        return new Subject(environment, things, job, message, name, execution);
    }

    /** Returns this subject with an execution. */
    public Subject execution(ExecutionId id) {
        return new Subject(environment, with("execution " + id), job, message, dataProject, id);
    }

    /** Returns the facts, of which {@code clean} makes what a listener may see. */
    CallInfo info(long id, Operation operation, UnaryOperator<String> clean) {
        return new CallInfo(
                id,
                operation,
                URI.create(environment).getHost(),
                Optional.ofNullable(job),
                Optional.ofNullable(message).map(clean),
                Optional.ofNullable(dataProject).map(clean),
                Optional.ofNullable(execution));
    }

    private List<String> with(String thing) {
        String line = shown(thing);
        if (things.contains(line)) {
            return things;
        }
        List<String> more = new ArrayList<>(things);
        more.add(line);
        return List.copyOf(more);
    }

    private static String shown(String thing) {
        String clean = onOneLine(thing);
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    /** Nearly no thing has a control character, and each call has things. */
    private static String onOneLine(String thing) {
        for (int i = 0; i < thing.length(); i++) {
            if (Character.isISOControl(thing.charAt(i))) {
                return thing.replaceAll("\\p{Cntrl}", "?");
            }
        }
        return thing;
    }

    /** Returns the things in words, separated by commas. */
    @Override
    public String toString() {
        return words;
    }
}
