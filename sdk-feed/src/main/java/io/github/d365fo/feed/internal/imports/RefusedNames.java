package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.files.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells a name that a file system never takes from an obstacle that somebody can remove. */
final class RefusedNames {
    private RefusedNames() {}

    /**
     * Returns whether {@code file} can't be made for its name or that of a directory above it: another name can be made in
     * the same place.
     */
    static boolean isRefused(Path file) {
        Path missing = file;
        Path parent = missing.getParent();
        while (parent != null && !Presence.seems(parent)) {
            missing = parent;
            parent = missing.getParent();
        }
        return parent != null && Files.isDirectory(parent) && !Presence.seems(missing) && isRefused(parent, missing);
    }

    private static boolean isRefused(Path parent, Path missing) {
        return canMake(parent, null) && !canMake(parent, missing);
    }

    /** Makes a directory and deletes it again; one without a name gets any. */
    private static boolean canMake(Path parent, @Nullable Path directory) {
        try {
            Path made =
                    directory == null ? Files.createTempDirectory(parent, ".check-") : Files.createDirectory(directory);
            Files.delete(made);
            return true;
        } catch (IOException e) {
            // The answer is what was asked for.
            return false;
        }
    }
}
