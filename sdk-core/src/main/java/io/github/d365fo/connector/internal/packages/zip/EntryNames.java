package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides which names an entry of a package may have: those that stay in the package and are valid on every file
 * system. Also decides which names are equal, and quotes names for messages.
 */
public final class EntryNames {
    public static final String RESOURCES = "Resources/";

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_SHOWN = 80;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\\\:*?\"<>|]");
    /** Windows opens a device for these, whatever the extension ("Naming Files, Paths, and Namespaces"). */
    private static final Pattern DEVICE = Pattern.compile(
            "(CON|PRN|AUX|NUL|(COM|LPT)[0-9\u00B9\u00B2\u00B3]|CONIN\\$|CONOUT\\$|CLOCK\\$)([. ].*)?",
            Pattern.CASE_INSENSITIVE);

    private EntryNames() {}

    /** Rejects a name that leads out of the package or is not valid on every file system. */
    public static void check(String name) throws DataPackageException {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw unsafe(name, "expected 1 to " + MAX_LENGTH + " characters, but got " + name.length());
        }
        if (FORBIDDEN.matcher(name).find()) {
            throw unsafe(name, "it has a backslash, a colon or another character that Windows does not allow");
        }
        if (name.startsWith("/")) {
            throw unsafe(name, "it is absolute");
        }
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String segment : path.split("/", -1)) {
            checkSegment(name, segment);
        }
    }

    /** Also rejects the name of a folder. */
    public static void checkFile(String name) throws DataPackageException {
        check(name);
        if (name.endsWith("/")) {
            throw unsafe(name, "it is the name of a folder");
        }
    }

    private static void checkSegment(String name, String segment) throws DataPackageException {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw unsafe(name, "it has an empty segment, \".\" or \"..\"");
        }
        if (segment.endsWith(".")
                || segment.endsWith(" ")
                || DEVICE.matcher(segment).matches()) {
            throw unsafe(name, "Windows would treat it as another name or as a device");
        }
    }

    /** Returns {@code text} without characters that file names can't contain. */
    public static String fileName(String text) {
        return FORBIDDEN.matcher(text).replaceAll("").replace("/", "").strip();
    }

    /**
     * Returns the name of a zip entry with forward slashes: some tools of .NET and Windows write backslashes. If that
     * makes two names equal, they are rejected like any duplicates.
     */
    public static String withSlashes(String entryName) {
        return entryName.replace('\\', '/');
    }

    /** Returns a key that is equal for names that a file system may treat as one: it ignores case and composition. */
    public static String key(String name) {
        return Normalizer.normalize(withSlashes(name), Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** Returns a name for a message: without control characters, and shortened. */
    public static String quote(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return "\"" + (clean.length() <= MAX_SHOWN ? clean : clean.substring(0, MAX_SHOWN) + "...") + "\"";
    }

    private static DataPackageException unsafe(String name, String why) {
        return new DataPackageException(PackageProblem.UNSAFE_NAME, "the entry's name " + quote(name) + ": " + why);
    }
}
