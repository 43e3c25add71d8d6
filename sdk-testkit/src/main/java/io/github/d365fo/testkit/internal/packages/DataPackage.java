package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.content.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Reads data packages: zip files with a manifest and the data files it names. */
public final class DataPackage {
    static final String MANIFEST = "Manifest.xml";
    static final String HEADER = "PackageHeader.xml";
    private static final int LONGEST_MANIFEST = 64 << 20;
    private static final String NOT_UNICODE = "Selected file is not Unicode";

    private DataPackage() {}

    /**
     * Reads the entities of a package and rejects what the service rejects: a file that is not a complete zip or has
     * its manifest in a folder (microsoft/Recurring-Integrations-Scheduler#47, #90), a package without a header
     * (microsoft/Dynamics-AX-Integration#37), and entities that the environment doesn't have. All texts but the last
     * are guesses.
     */
    public static List<PackageEntity> read(Content content, Predicate<String> known)
            throws IOException, PackageRefusal {
        WholeZip zip = open(content);
        List<PackageManifest.Entity> entities = manifest(zip).entities();
        for (PackageManifest.Entity entity : entities) {
            if (!known.test(entity.label())) {
                throw new PackageRefusal(
                        true, "Entity " + entity.label() + " does not exist in the target environment");
            }
        }
        Map<String, DataFile> files = files(zip, entities);
        List<PackageEntity> read = new ArrayList<>();
        for (PackageManifest.Entity entity : entities) {
            read.add(entity(entity, files.get(key(entity.file()))));
        }
        return List.copyOf(read);
    }

    private static WholeZip open(Content content) throws IOException, PackageRefusal {
        try {
            return WholeZip.read(content);
        } catch (ZipException e) {
            throw new PackageRefusal(false, "The package can't be opened: " + e.getMessage());
        }
    }

    private static PackageManifest manifest(WholeZip zip) throws IOException, PackageRefusal {
        for (ZipRecord entry : zip.entries()) {
            if (entry.name().equalsIgnoreCase(MANIFEST)) {
                try (InputStream stream = zip.content(entry).open()) {
                    return PackageManifest.read(new ByteArrayInputStream(stream.readNBytes(LONGEST_MANIFEST)));
                } catch (XMLStreamException e) {
                    throw new PackageRefusal(
                            true, "The file Manifest.xml of the package can't be read: " + e.getMessage());
                }
            }
        }
        throw new PackageRefusal(false, "The package has no Manifest.xml outside of its folders");
    }

    private static Map<String, DataFile> files(WholeZip zip, List<PackageManifest.Entity> entities)
            throws IOException, PackageRefusal {
        List<String> wanted =
                entities.stream().map(entity -> key(entity.file())).toList();
        Map<String, DataFile> files = new HashMap<>();
        boolean headed = false;
        for (ZipRecord entry : zip.entries()) {
            headed |= entry.name().equalsIgnoreCase(HEADER);
            if (wanted.contains(key(entry.name()))) {
                files.put(key(entry.name()), DataFile.read(zip.content(entry)));
            }
        }
        if (!headed) {
            throw new PackageRefusal(true, "The file " + HEADER + " is missing from the package");
        }
        return files;
    }

    /**
     * A missing file and an entity without mapped fields cause neither records nor errors; a CSV-Unicode file must be
     * UTF-16 and have lines that end in CR and LF. This comes from a script that was verified against an environment.
     */
    private static PackageEntity entity(PackageManifest.Entity entity, @Nullable DataFile file) throws PackageRefusal {
        if (file == null || !entity.mapped()) {
            return new PackageEntity(entity.label(), 0);
        }
        boolean needsUnicode = entity.sourceFormat().equalsIgnoreCase("CSV-Unicode");
        if (needsUnicode && file.bareLineFeeds()) {
            throw new PackageRefusal(
                    true,
                    "The mapping is incorrect for entity " + entity.label()
                            + " and field {00000000-0000-0000-0000-000000000001}");
        }
        Optional<String> problem = needsUnicode && !file.unicode() ? Optional.of(NOT_UNICODE) : file.problem();
        return new PackageEntity(entity.label(), file.records(), problem);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
