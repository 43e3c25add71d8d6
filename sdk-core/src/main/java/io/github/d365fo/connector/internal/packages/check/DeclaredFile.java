package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.internal.packages.check.SniffedFile.Content;
import io.github.d365fo.connector.internal.packages.check.SniffedFile.Encoding;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A data file and the source format that the manifest declares for it. Decides whether the file's first bytes
 * contradict the format, by what F&O accepts or by what can be read as rows. Immutable.
 *
 * @param name the file's name in the package
 * @param format the name of the source format
 * @param kind the kind of file of that format
 */
public record DeclaredFile(String name, String format, DataFileKind kind) {
    private static final String UNICODE = "UTF-16, little-endian, with a byte order mark";
    private static final String NARROW = "text in a code page or UTF-8";

    /** Returns the beginning of messages about this file. */
    public String title() {
        return "the data file " + EntryNames.quote(name);
    }

    /** Returns what F&O would reject: it also requires the byte order mark if the format has one. */
    Optional<DataPackageException> contradiction(SniffedFile sniffed) {
        return switch (kind) {
            case CSV -> text(NARROW, sniffed, !sniffed.encoding().isUtf16());
            case CSV_UNICODE -> text(UNICODE, sniffed, sniffed.encoding() == Encoding.UTF_16_LE && sniffed.marked());
            default -> binary(sniffed);
        };
    }

    /**
     * Returns the bytes of {@code in} if rows can be read from them with {@code options}: an unambiguous encoding needs
     * no mark. Closes {@code in} if it throws.
     */
    public InputStream readable(CsvOptions options, InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(SniffedFile.LENGTH);
        try {
            SniffedFile sniffed = SniffedFile.of(buffered.readNBytes(SniffedFile.LENGTH));
            Optional<DataPackageException> contradiction = unreadable(options, sniffed);
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

    private Optional<DataPackageException> unreadable(CsvOptions options, SniffedFile sniffed) {
        return switch (kind) {
            case CSV -> {
                boolean wide = options.charset().name().startsWith("UTF-16");
                String wanted = wide ? "text in " + options.charset() : NARROW;
                yield text(wanted, sniffed, sniffed.encoding().isUtf16() == wide);
            }
            case CSV_UNICODE -> text(UNICODE, sniffed, sniffed.encoding() == Encoding.UTF_16_LE);
            default -> binary(sniffed);
        };
    }

    private Optional<DataPackageException> binary(SniffedFile sniffed) {
        Content content = sniffed.content();
        return switch (kind) {
            case XML -> judge("XML", sniffed, content == Content.XML || content == Content.TAG);
            case EXCEL -> judge("an Excel workbook", sniffed, content == Content.ZIP || content == Content.COMPOUND);
            default -> Optional.empty();
        };
    }

    private Optional<DataPackageException> text(String wanted, SniffedFile sniffed, boolean encoded) {
        Content content = sniffed.content();
        if (content == Content.TEXT || content == Content.TAG) {
            return encoded ? Optional.empty() : Optional.of(finding(PackageProblem.WRONG_ENCODING, wanted, sniffed));
        }
        return judge(wanted, sniffed, false);
    }

    /** An empty file contradicts no format; other checks report it. */
    private Optional<DataPackageException> judge(String wanted, SniffedFile sniffed, boolean right) {
        return right || sniffed.content() == Content.NOTHING
                ? Optional.empty()
                : Optional.of(finding(PackageProblem.WRONG_CONTENT, wanted, sniffed));
    }

    private DataPackageException finding(PackageProblem problem, String wanted, SniffedFile sniffed) {
        boolean convertible = wanted.equals(UNICODE) && sniffed.encoding() == Encoding.UTF_8;
        return new DataPackageException(
                problem,
                title() + " is declared as " + EntryNames.quote(format) + ", which is " + wanted
                        + ", but it looks like " + sniffed.describe()
                        + (convertible && problem == PackageProblem.WRONG_ENCODING
                                ? "; DataSource.toCsvUnicode() converts UTF-8"
                                : ""));
    }
}
