package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.internal.packages.zip.NameSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a package will consist of, put together and checked before a byte is written. Not thread-safe. */
final class PackagePlan {
    /**
     * A file of the package.
     *
     * @param name its name in the package
     * @param content where its bytes come from
     * @param check what looks at them
     */
    record Part(String name, DataSource content, DataFileCheck check) {}

    private final @Nullable DataPackageReader template;
    private final DataFileCheck.Findings findings;
    private final List<Part> parts = new ArrayList<>();
    private final NameSet names = new NameSet();

    PackagePlan(@Nullable DataPackageReader template, DataFileCheck.Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    List<Part> parts() {
        return parts;
    }

    /** Adds the data files of {@code manifest}: those given by key, else the template's. */
    void addEntities(PackageManifest manifest, Map<String, DataSource> given) throws DataPackageException {
        if (!manifest.isInNamespace()) {
            findings.report(
                    PackageProblem.WRONG_NAMESPACE,
                    "the manifest has elements outside of " + XmlNode.NAMESPACE + ", which F&O would ignore");
        }
        Set<String> unused = new HashSet<>(given.keySet());
        for (PackageEntity entity : manifest.entities()) {
            String key = EntryNames.key(entity.inputFile());
            unused.remove(key);
            addEntity(entity, given.get(key));
        }
        if (!unused.isEmpty()) {
            throw new DataPackageException(
                    PackageProblem.UNUSED_FILE,
                    "data was given for " + EntryNames.show(unused.iterator().next())
                            + ", which is no entity's file in the manifest");
        }
    }

    private void addEntity(PackageEntity entity, @Nullable DataSource given) throws DataPackageException {
        String name = EntryNames.show(entity.name());
        if (entity.fields().isEmpty()) {
            findings.report(
                    PackageProblem.NO_FIELD_MAP,
                    "the entity " + name + " maps no fields; F&O would report success and import nothing");
        }
        if (given != null) {
            add(entity.inputFile(), given, DataFileCheck.of(entity.sourceFormat(), entity.inputFile(), findings));
            return;
        }
        DataPackageReader reader = template;
        PackageFile file =
                reader == null ? null : reader.file(entity.inputFile()).orElse(null);
        if (reader == null || file == null) {
            throw new DataPackageException(
                    PackageProblem.MISSING_FILE,
                    "the entity " + name + " has the data file " + EntryNames.show(entity.inputFile())
                            + ", which was not given");
        }
        addFrom(reader, file);
    }

    /** Adds what is no data file: the template's, unless given anew, and the given. */
    void addOthers(PackageManifest manifest, Map<String, DataSource> given) throws DataPackageException {
        if (template != null) {
            Set<String> left =
                    new HashSet<>(Set.of(EntryNames.key(PackageManifest.FILE), EntryNames.key(PackageHeader.FILE)));
            template.manifest().entities().forEach(entity -> left.add(EntryNames.key(entity.inputFile())));
            manifest.entities().forEach(entity -> left.add(EntryNames.key(entity.inputFile())));
            given.keySet().forEach(name -> left.add(EntryNames.key(name)));
            for (PackageFile file : template.files()) {
                if (!left.contains(EntryNames.key(file.name()))) {
                    addFrom(template, file);
                }
            }
        }
        for (Map.Entry<String, DataSource> file : given.entrySet()) {
            add(file.getKey(), file.getValue(), DataFileCheck.none());
        }
    }

    void addXml(String name, byte[] bytes) throws DataPackageException {
        add(name, DataSource.ofBytes(bytes), DataFileCheck.none());
    }

    private void addFrom(DataPackageReader reader, PackageFile file) throws DataPackageException {
        add(file.name(), () -> reader.open(file), DataFileCheck.none());
    }

    private void add(String name, DataSource content, DataFileCheck check) throws DataPackageException {
        EntryNames.checkFile(name);
        names.claim(name);
        parts.add(new Part(name, content, check));
    }
}
