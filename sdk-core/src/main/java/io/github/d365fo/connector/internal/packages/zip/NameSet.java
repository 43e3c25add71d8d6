package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.util.HashSet;
import java.util.Set;

/** Collects the names of a package and rejects names that conflict. Not thread-safe. */
public final class NameSet {
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private final Set<String> folderEntries = new HashSet<>();

    /** Adds the name of an entry; those of folders end with a slash. */
    public void claim(String name) throws DataPackageException {
        boolean folder = name.endsWith("/");
        String key = EntryNames.key(folder ? name.substring(0, name.length() - 1) : name);
        if (!(folder ? folderEntries : files).add(key)) {
            throw duplicate(name, "occurs twice, ignoring case");
        }
        if ((folder ? files : folders).contains(key)) {
            throw duplicate(name, "belongs to both a file and a folder");
        }
        if (folder) {
            folders.add(key);
        }
        claimParents(name, key);
    }

    private void claimParents(String name, String key) throws DataPackageException {
        for (int slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
            String parent = key.substring(0, slash);
            if (files.contains(parent)) {
                throw duplicate(name, "is in a folder whose name belongs to a file");
            }
            folders.add(parent);
        }
    }

    private static DataPackageException duplicate(String name, String what) {
        return new DataPackageException(
                PackageProblem.DUPLICATE_NAME, "the name " + EntryNames.quote(name) + " " + what);
    }
}
