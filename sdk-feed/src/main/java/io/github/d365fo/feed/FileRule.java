package io.github.d365fo.feed;

import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.feed.internal.imports.FolderPaths;
import io.github.d365fo.feed.internal.imports.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A rule by which an {@link ImportFeed} sends a file: for which entity and which company. Immutable and thread-safe; every
 * setter returns a copy.
 *
 * <p>Names are taken apart like this: the ending, from the last dot on, is dropped, and the rest is split at a separator.
 * With {@code ofFiles().companyFromName("_", 1).entityFromName("_", 2)} the file {@code usmf_Customer groups_0042.csv} is
 * sent for the entity {@code Customer groups} of the company {@code usmf}. A file whose name does not fit is not sent; it
 * goes to {@code failed/} with a report that says why.
 */
public final class FileRule implements Function<Path, EnqueueRequest> {
    private static final Pattern COMPANY = Pattern.compile("[A-Za-z0-9]{1,4}");

    private final List<Step> steps;

    private FileRule(List<Step> steps) {
        this.steps = steps;
    }

    private interface Step {
        EnqueueRequest apply(EnqueueRequest request, Path file);
    }

    /** Returns the rule for data packages, which name their entities themselves. */
    public static FileRule ofPackages() {
        return new FileRule(List.of()).contentType("application/zip");
    }

    /** Returns the rule for files of any kind, to be completed with {@link #entityFromName}. */
    public static FileRule ofFiles() {
        return new FileRule(List.of());
    }

    /**
     * Returns the rule for files of one entity, given by its label, such as {@code General journal}.
     *
     * @throws IllegalArgumentException if {@code label} is blank or holds a control character
     */
    public static FileRule ofEntity(String label) {
        Objects.requireNonNull(label, "label");
        EnqueueRequest.of(Payload.ofString("")).entity(label);
        return ofFiles().with((request, file) -> request.entity(label));
    }

    /**
     * Sets the company for all files.
     *
     * @throws IllegalArgumentException if {@code legalEntity} is not one to four letters and digits
     */
    public FileRule company(String legalEntity) {
        EnqueueRequest.of(Payload.ofString("")).company(legalEntity);
        return with((request, file) -> request.company(legalEntity));
    }

    /**
     * Takes the company from the sub-folder of the inbox that the file lies in: {@code usmf/journal.xml}. Of several, the
     * first counts: {@code usmf/2026/journal.xml} is for {@code usmf} as well. The feed's own folders are none. For a path
     * that no feed has taken, the company is the folder that the file lies in.
     */
    public FileRule companyFromFolder() {
        return with((request, file) -> request.company(folder(file)));
    }

    /**
     * Takes the company from the file's name: the {@code position}th part, from 1.
     *
     * @throws IllegalArgumentException if {@code separator} is empty or {@code position} less than 1
     */
    public FileRule companyFromName(String separator, int position) {
        UnaryOperator<String> part = part("company", separator, position);
        return with((request, file) -> request.company(company(part.apply(name(file)), name(file))));
    }

    /**
     * Takes the entity's label from the file's name: the {@code position}th part, from 1.
     *
     * @throws IllegalArgumentException if {@code separator} is empty or {@code position} less than 1
     */
    public FileRule entityFromName(String separator, int position) {
        UnaryOperator<String> part = part("entity", separator, position);
        return with((request, file) -> request.entity(part.apply(name(file))));
    }

    /**
     * Sets the media type. Default: that of {@link EnqueueRequest}.
     *
     * @throws IllegalArgumentException if {@code type} is not of the form {@code type/subtype}
     */
    public FileRule contentType(String type) {
        EnqueueRequest.of(Payload.ofString("")).contentType(type);
        return with((request, file) -> request.contentType(type));
    }

    /**
     * Returns the request for {@code file}.
     *
     * @throws IllegalArgumentException if its name does not fit
     */
    @Override
    public EnqueueRequest apply(Path file) {
        EnqueueRequest request = EnqueueRequest.of(Payload.ofFile(file));
        for (Step step : steps) {
            request = step.apply(request, file);
        }
        return request;
    }

    private FileRule with(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new FileRule(List.copyOf(more));
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName(), "file").toString();
    }

    private static String folder(Path file) {
        String name = FolderPaths.firstFolder(file).map(Path::toString).orElse("");
        if (!COMPANY.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the file must lie in a sub-folder of the inbox whose name is a company's id,"
                            + " one to four letters and digits, such as usmf");
        }
        return name;
    }

    private static String company(String part, String name) {
        if (!COMPANY.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    Printable.line("the name " + name + " must hold a company's id, one to four"
                            + " letters and digits, but has \"" + part + "\" there"));
        }
        return part;
    }

    private static UnaryOperator<String> part(String what, String separator, int position) {
        Objects.requireNonNull(separator, "separator");
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("separator: expected at least one character, but got none");
        }
        if (position < 1) {
            throw new IllegalArgumentException("position: expected 1 or more, but got " + position);
        }
        return name -> {
            int dot = name.lastIndexOf('.');
            String[] parts = (dot > 0 ? name.substring(0, dot) : name).split(Pattern.quote(separator), -1);
            if (parts.length < position || parts[position - 1].isBlank()) {
                throw new IllegalArgumentException(Printable.line("the name " + name + " must have the " + what
                        + " as part " + position + " of those that \"" + separator + "\" separates"));
            }
            return parts[position - 1].strip();
        };
    }
}
