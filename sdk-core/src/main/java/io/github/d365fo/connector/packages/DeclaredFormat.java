package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.check.Looks;
import io.github.d365fo.connector.internal.packages.check.Looks.Content;
import io.github.d365fo.connector.internal.packages.check.Looks.Encoding;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What the bytes of a data file have to look like, since its source format says what they are. */
final class DeclaredFormat {
    private static final String UNICODE = "UTF-16, little-endian, with a byte order mark";
    private static final String NARROW = "text in a code page or UTF-8";

    private final SourceFormat format;
    private final String wanted;

    private DeclaredFormat(SourceFormat format, String wanted) {
        this.format = format;
        this.wanted = wanted;
    }

    /** Returns what F&O needs: the mark, too, where the format has one. */
    static Optional<DataPackageException> contradiction(SourceFormat format, String file, Looks looks) {
        return switch (format.kind()) {
            case CSV ->
                new DeclaredFormat(format, NARROW)
                        .csv(file, looks, !looks.encoding().isUtf16());
            case CSV_UNICODE ->
                new DeclaredFormat(format, UNICODE)
                        .csv(file, looks, looks.encoding() == Encoding.UTF_16_LE && looks.marked());
            default -> other(format, file, looks);
        };
    }

    /**
     * Returns the bytes of {@code in} if rows can be read of them under {@code format} and {@code options}: what says by
     * itself how it is to be read, or can be nothing else, needs no mark.
     */
    static InputStream readable(SourceFormat format, String file, CsvOptions options, InputStream in)
            throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(Looks.LENGTH);
        try {
            Looks looks = Looks.at(buffered.readNBytes(Looks.LENGTH));
            Optional<DataPackageException> contradiction = unreadable(format, file, options, looks);
            if (contradiction.isPresent()) {
                throw contradiction.get();
            }
            buffered.reset();
            return buffered;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static Optional<DataPackageException> unreadable(
            SourceFormat format, String file, CsvOptions options, Looks looks) {
        return switch (format.kind()) {
            case CSV -> {
                boolean wide = options.charset().name().startsWith("UTF-16");
                String wanted = wide ? "text in " + options.charset() : NARROW;
                yield new DeclaredFormat(format, wanted)
                        .csv(file, looks, looks.encoding().isUtf16() == wide);
            }
            case CSV_UNICODE ->
                new DeclaredFormat(format, UNICODE).csv(file, looks, looks.encoding() == Encoding.UTF_16_LE);
            default -> other(format, file, looks);
        };
    }

    private static Optional<DataPackageException> other(SourceFormat format, String file, Looks looks) {
        Content content = looks.content();
        return switch (format.kind()) {
            case XML ->
                new DeclaredFormat(format, "XML").judge(file, looks, content == Content.XML || content == Content.TAG);
            case EXCEL ->
                new DeclaredFormat(format, "a workbook of Excel")
                        .judge(file, looks, content == Content.ZIP || content == Content.COMPOUND);
            default -> Optional.empty();
        };
    }

    private Optional<DataPackageException> csv(String file, Looks looks, boolean encoded) {
        Content content = looks.content();
        if (content == Content.TEXT || content == Content.TAG) {
            return encoded ? Optional.empty() : Optional.of(finding(PackageProblem.WRONG_ENCODING, file, looks));
        }
        return judge(file, looks, false);
    }

    /** Nothing at all contradicts no format; that a file is empty is for others to say. */
    private Optional<DataPackageException> judge(String file, Looks looks, boolean right) {
        return right || looks.content() == Content.NOTHING
                ? Optional.empty()
                : Optional.of(finding(PackageProblem.WRONG_CONTENT, file, looks));
    }

    private DataPackageException finding(PackageProblem problem, String file, Looks looks) {
        boolean convertible = wanted.equals(UNICODE) && looks.encoding() == Encoding.UTF_8;
        return new DataPackageException(
                problem,
                "the data file " + EntryNames.show(file) + " is declared as " + EntryNames.show(format.name())
                        + ", which is " + wanted + ", but it looks like " + looks.describe()
                        + (convertible && problem == PackageProblem.WRONG_ENCODING
                                ? "; DataSource.toCsvUnicode() converts UTF-8"
                                : ""));
    }
}
