package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.internal.packages.check.Looks.Content;
import io.github.d365fo.connector.internal.packages.check.Looks.Encoding;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A data file and the source format it is declared to have; says when its bytes contradict that.
 *
 * @param name the file's name in the package
 * @param format the name of the source format
 * @param kind what sort of file that format stands for
 */
public record DeclaredFile(String name, String format, DataFileKind kind) {
    private static final String UNICODE = "UTF-16, little-endian, with a byte order mark";
    private static final String NARROW = "text in a code page or UTF-8";

    /** Returns how messages begin that are about this file. */
    public String title() {
        return "the data file " + EntryNames.show(name);
    }

    /** Returns what F&O would object to: it needs the mark, too, where the format has one. */
    Optional<DataPackageException> contradiction(Looks looks) {
        return switch (kind) {
            case CSV -> text(NARROW, looks, !looks.encoding().isUtf16());
            case CSV_UNICODE -> text(UNICODE, looks, looks.encoding() == Encoding.UTF_16_LE && looks.marked());
            default -> noText(looks);
        };
    }

    /**
     * Returns the bytes of {@code in} if rows can be read of them under {@code options}: what says by itself how it is
     * to be read, or can be nothing else, needs no mark. Closes {@code in} if it throws.
     */
    public InputStream readable(CsvOptions options, InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(Looks.LENGTH);
        try {
            Looks looks = Looks.at(buffered.readNBytes(Looks.LENGTH));
            Optional<DataPackageException> contradiction = unreadable(options, looks);
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

    private Optional<DataPackageException> unreadable(CsvOptions options, Looks looks) {
        return switch (kind) {
            case CSV -> {
                boolean wide = options.charset().name().startsWith("UTF-16");
                String wanted = wide ? "text in " + options.charset() : NARROW;
                yield text(wanted, looks, looks.encoding().isUtf16() == wide);
            }
            case CSV_UNICODE -> text(UNICODE, looks, looks.encoding() == Encoding.UTF_16_LE);
            default -> noText(looks);
        };
    }

    private Optional<DataPackageException> noText(Looks looks) {
        Content content = looks.content();
        return switch (kind) {
            case XML -> judge("XML", looks, content == Content.XML || content == Content.TAG);
            case EXCEL -> judge("a workbook of Excel", looks, content == Content.ZIP || content == Content.COMPOUND);
            default -> Optional.empty();
        };
    }

    private Optional<DataPackageException> text(String wanted, Looks looks, boolean encoded) {
        Content content = looks.content();
        if (content == Content.TEXT || content == Content.TAG) {
            return encoded ? Optional.empty() : Optional.of(finding(PackageProblem.WRONG_ENCODING, wanted, looks));
        }
        return judge(wanted, looks, false);
    }

    /** Nothing at all contradicts no format; that a file is empty is for others to say. */
    private Optional<DataPackageException> judge(String wanted, Looks looks, boolean right) {
        return right || looks.content() == Content.NOTHING
                ? Optional.empty()
                : Optional.of(finding(PackageProblem.WRONG_CONTENT, wanted, looks));
    }

    private DataPackageException finding(PackageProblem problem, String wanted, Looks looks) {
        boolean convertible = wanted.equals(UNICODE) && looks.encoding() == Encoding.UTF_8;
        return new DataPackageException(
                problem,
                title() + " is declared as " + EntryNames.show(format) + ", which is " + wanted
                        + ", but it looks like " + looks.describe()
                        + (convertible && problem == PackageProblem.WRONG_ENCODING
                                ? "; DataSource.toCsvUnicode() converts UTF-8"
                                : ""));
    }
}
