package io.github.d365fo.connector.internal.packages.plan;

import io.github.d365fo.connector.internal.packages.check.DataFileCheck;
import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.xml.PackageXml;
import io.github.d365fo.connector.internal.packages.zip.Archive;
import io.github.d365fo.connector.internal.packages.zip.ArchiveEntry;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.internal.packages.zip.NameSet;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.packages.PackageProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which files a package will have and whether they are given or come from a template. All names are checked
 * before a byte is written; contents are checked while they are written. Not thread-safe.
 */
public final class PackagePlan {
    /**
     * A file of the package.
     *
     * @param name its name in the package
     * @param content its bytes
     * @param check checks them
     */
    record Part(String name, DataSource content, DataFileCheck check) {}

    private final @Nullable Archive template;
    private final DataFileCheck.Findings findings;
    private final List<Part> parts = new ArrayList<>();
    private final NameSet names = new NameSet();

    /** Plans a package that takes files that are not given from {@code template}, if there is one. */
    public PackagePlan(@Nullable Archive template, DataFileCheck.Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    public List<Part> parts() {
        return parts;
    }

    /** Adds the data files of {@code entities}: those given by key, else the template's. */
    public void addEntities(List<PlannedEntity> entities, Map<String, DataSource> given) throws DataPackageException {
        Set<String> unused = new HashSet<>(given.keySet());
        for (PlannedEntity entity : entities) {
            String key = EntryNames.key(entity.file().name());
            unused.remove(key);
            addEntity(entity, given.get(key));
        }
        if (!unused.isEmpty()) {
            throw new DataPackageException(
                    PackageProblem.UNUSED_FILE,
                    "data was given for " + EntryNames.quote(unused.iterator().next())
                            + ", which no entity in the manifest names");
        }
    }

    private void addEntity(PlannedEntity entity, @Nullable DataSource given) throws DataPackageException {
        String name = EntryNames.quote(entity.name());
        DeclaredFile file = entity.file();
        if (!entity.mapped()) {
            findings.report(
                    PackageProblem.NO_FIELD_MAP,
                    "the entity " + name + " maps no fields; F&O would report success and import nothing");
        }
        if (given != null) {
            add(file.name(), given, DataFileCheck.of(file, findings));
            return;
        }
        Archive archive = template;
        ArchiveEntry entry = archive == null ? null : archive.find(file.name()).orElse(null);
        if (archive == null || entry == null) {
            throw new DataPackageException(
                    PackageProblem.MISSING_FILE,
                    "the entity " + name + " has the data file " + EntryNames.quote(file.name())
                            + ", which was not given");
        }
        addFrom(archive, entry);
    }

    /**
     * Adds the files that are not data files: the given ones, and those of the template that they do not replace.
     *
     * @param dataFiles the names of data files, both the template's and those already added
     */
    public void addOthers(List<String> dataFiles, Map<String, DataSource> given) throws DataPackageException {
        if (template != null) {
            Set<String> left =
                    new HashSet<>(Set.of(EntryNames.key(PackageXml.MANIFEST), EntryNames.key(PackageXml.HEADER)));
            dataFiles.forEach(name -> left.add(EntryNames.key(name)));
            given.keySet().forEach(name -> left.add(EntryNames.key(name)));
            for (ArchiveEntry file : template.files()) {
                if (!left.contains(EntryNames.key(file.name()))) {
                    addFrom(template, file);
                }
            }
        }
        for (Map.Entry<String, DataSource> file : given.entrySet()) {
            add(file.getKey(), file.getValue(), DataFileCheck.none());
        }
    }

    public void addXml(String name, byte[] bytes) throws DataPackageException {
        add(name, DataSource.ofBytes(bytes), DataFileCheck.none());
    }

    private void addFrom(Archive archive, ArchiveEntry file) throws DataPackageException {
        add(file.name(), () -> archive.open(file), DataFileCheck.none());
    }

    private void add(String name, DataSource content, DataFileCheck check) throws DataPackageException {
        EntryNames.checkFile(name);
        names.claim(name);
        parts.add(new Part(name, content, check));
    }
}
