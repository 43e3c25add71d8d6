package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.feed.MessageNames;
import io.github.d365fo.feed.internal.files.DirectoryLock;
import io.github.d365fo.feed.internal.files.Durable;
import io.github.d365fo.feed.internal.run.MachineTrouble;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The directory where packages lie from their download until they are settled: each a zip, and beside it a record that
 * appears when the zip is whole. What has no record is nothing. One feed at a time has a spool. Thread-safe.
 */
final class Spool implements Closeable {
    /** A message comes back for seven days; what was downloaded for one is of no use afterwards. */
    static final Duration KEPT = Duration.ofDays(8);

    private static final String OWNER = "owner";
    private static final String PACKAGES = "packages";
    private static final String ZIP = ".zip";
    private static final String RECORD = ".properties";
    private static final String UNNOTED = ".unnoted";
    private static final String DAMAGED = "damaged";
    private static final String PROBE = "probe";

    private final DirectoryLock lock;
    private final Path packages;
    private final String owner;
    private final long limit;
    private final Map<String, StoredPackage> stored = new ConcurrentHashMap<>();
    private final Set<String> resting = ConcurrentHashMap.newKeySet();
    private final AtomicLong sequence = new AtomicLong();
    private final Lock probing = new ReentrantLock();

    private Spool(DirectoryLock lock, Path packages, String owner, long limit) {
        this.lock = lock;
        this.packages = packages;
        this.owner = owner;
        this.limit = limit;
    }

    /**
     * Opens the spool of a feed of {@code activity} in {@code directory}, which is made if it is missing.
     *
     * @param limit how many bytes may lie in it before nothing more is asked for
     * @throws IOException if the directory can't be used: another feed has it, it belongs to another job, or the
     *     disk refuses
     */
    static Spool open(Path directory, ActivityId activity, long limit, Instant now) throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory);
        boolean opened = false;
        try {
            Path packages = directory.resolve(PACKAGES);
            Durable.createPrivateDirectories(packages);
            Spool spool = new Spool(lock, packages, owner(directory, activity), limit);
            spool.load(now);
            opened = true;
            return spool;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** The owner of the claims of this spool stays the same over restarts, since nobody else can have the spool. */
    private static String owner(Path directory, ActivityId activity) throws IOException {
        Path file = directory.resolve(OWNER);
        if (Files.notExists(file)) {
            String fresh = activity.value() + "\n" + UUID.randomUUID() + "\n";
            Durable.write(file, fresh.getBytes(StandardCharsets.UTF_8));
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new FileSystemException(file.toString(), null, "expected a job and an owner in two lines");
        }
        if (!lines.get(0).equals(activity.value())) {
            throw new FileSystemException(
                    directory.toString(),
                    null,
                    "it is the spool of job " + lines.get(0) + "; job " + activity.value() + " needs one of its own");
        }
        return lines.get(1);
    }

    private void load(Instant now) throws IOException {
        // A process may have ended before it forced the names, and the ledger must not know more than the disk.
        Durable.forceDirectory(packages);
        for (Path file : list()) {
            if (file.toString().endsWith(RECORD)) {
                load(file, now);
            }
        }
        for (Path file : list()) {
            String name = file.getFileName().toString();
            if (Durable.isUnfinished(file) || name.equals(PROBE)) {
                Files.delete(file);
            } else if (name.endsWith(ZIP) && !stored.containsKey(entry(file))) {
                Files.move(file, file.resolveSibling(entry(file) + UNNOTED), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Deletes the packages that were found without a record, since an earlier process had not yet noted them; those that
     * were to be handled from here are set aside.
     *
     * @param isSpooled says of an entry whether the ledger has its package as spooled here
     */
    void clear(Predicate<String> isSpooled) throws IOException {
        for (Path file : list()) {
            if (!file.toString().endsWith(UNNOTED)) {
                continue;
            }
            if (isSpooled.test(entry(file))) {
                setAside(file, entry(file) + ZIP);
            } else {
                Files.delete(file);
            }
        }
    }

    private static String entry(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(packages)) {
            return files.toList();
        }
    }

    private void load(Path record, Instant now) throws IOException {
        StoredPackage each;
        try {
            each = StoredPackage.parse(Files.readAllBytes(record));
        } catch (IllegalArgumentException e) {
            setAsideWithPackage(record);
            return;
        } catch (IOException e) {
            if (Files.isDirectory(record)) {
                setAsideWithPackage(record);
                return;
            }
            throw e;
        }
        if (!record(each.entry()).equals(record)) {
            setAsideWithPackage(record);
            return;
        }
        boolean stale = each.dequeuedAt().isBefore(now.minus(KEPT));
        if (!each.committed() && (stale || Files.notExists(file(each.entry())))) {
            Files.delete(record);
            return;
        }
        stored.put(each.entry(), each);
        if (!each.committed()) {
            resting.add(each.entry());
        }
        sequence.accumulateAndGet(each.sequence(), Math::max);
    }

    /** What a damaged record says can't be known, so that neither it nor its package is deleted. */
    private void setAsideWithPackage(Path record) throws IOException {
        Path file = file(entry(record));
        if (Files.exists(file)) {
            setAside(file, file.getFileName().toString());
        }
        setAside(record, record.getFileName().toString());
    }

    private void setAside(Path file, String name) throws IOException {
        Path aside = packages.resolveSibling(DAMAGED);
        Durable.createPrivateDirectories(aside);
        Files.move(file, aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Durable.forceDirectory(aside);
        Durable.forceDirectory(packages);
    }

    /** Returns for each package that was set aside, now or at an earlier start, and is still there, what is the matter. */
    List<IOException> damaged() {
        Path aside = packages.resolveSibling(DAMAGED);
        if (Files.notExists(aside)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(aside)) {
            return files.map(file -> file.resolveSibling(entry(file)).toString())
                    .distinct()
                    .map(Spool::damage)
                    .toList();
        } catch (IOException e) {
            return List.of(e);
        }
    }

    private static IOException damage(String entry) {
        return new FileSystemException(
                entry,
                null,
                "its record is damaged or missing, and what is left was set aside; look whether its package was handled");
    }

    /** Returns who makes the claims of this spool's feed. */
    String owner() {
        return owner;
    }

    /** Returns where the package of {@code entry} lies, or will. */
    Path file(String entry) {
        return packages.resolve(entry + ZIP);
    }

    private Path record(String entry) {
        return packages.resolve(entry + RECORD);
    }

    /** Returns what is known of the package of {@code entry}, or empty if there is none. It rests no more. */
    Optional<StoredPackage> find(String entry) throws IOException {
        resting.remove(entry);
        StoredPackage known = stored.get(entry);
        return known != null && (known.committed() || isThere(known)) ? Optional.of(known) : Optional.empty();
    }

    /** Returns whether the bytes of a package are those that were downloaded; throws if that can't be known now. */
    boolean isIntact(StoredPackage each) throws IOException {
        try {
            return isThere(each) && Digests.sha256Of(file(each.entry())).equals(each.sha256());
        } catch (IOException e) {
            return isNot(e);
        }
    }

    /** Returns whether the file of a package is there with its length; throws if that can't be known now. */
    boolean isThere(StoredPackage each) throws IOException {
        try {
            return Files.size(file(each.entry())) == each.size();
        } catch (IOException e) {
            return isNot(e);
        }
    }

    /** Whoever has no descriptor to read a package with, for example, must not give it up as damaged. */
    private static boolean isNot(IOException failure) throws IOException {
        if (MachineTrouble.is(failure)) {
            throw failure;
        }
        return false;
    }

    /** Notes that the package of {@code entry} is downloaded, so that it need not be downloaded again. */
    StoredPackage keep(String entry, MessageNames names, DequeueResult message, DownloadedFile file)
            throws IOException {
        StoredPackage kept = new StoredPackage(
                entry, names, file.sha256(), file.size(), message.dequeuedAt(), sequence.incrementAndGet(), false);
        // What was known of the file was of the one that the download has replaced.
        stored.remove(entry);
        Durable.orDiscard(file(entry), () -> {
            makeRoom(file.size());
            Durable.orDiscard(record(entry), () -> write(kept));
        });
        return kept;
    }

    /** A package whose message has been left is kept, as long as there is room for it, for the message to come back. */
    void rest(String entry) {
        resting.add(entry);
    }

    private void makeRoom(long size) throws IOException {
        List<StoredPackage> oldestFirst = stored.values().stream()
                .filter(each -> resting.contains(each.entry()))
                .sorted(Comparator.comparingLong(StoredPackage::sequence))
                .toList();
        for (StoredPackage each : oldestFirst) {
            if (size(stored.values().stream()) + size < limit) {
                return;
            }
            removeResting(each.entry());
        }
    }

    /** What can't be deleted rests on, and is tried again. */
    private void removeResting(String entry) throws IOException {
        if (resting.remove(entry)) {
            boolean removed = false;
            try {
                remove(entry);
                removed = true;
            } finally {
                if (!removed) {
                    resting.add(entry);
                }
            }
        }
    }

    /** Deletes the packages whose messages can't come back any more. */
    void forget(Instant now) throws IOException {
        for (StoredPackage each : stored.values()) {
            if (each.dequeuedAt().isBefore(now.minus(KEPT))) {
                removeResting(each.entry());
            }
        }
    }

    /** Notes that the package is to be handled from here, whatever becomes of its message. */
    StoredPackage commit(StoredPackage each) throws IOException {
        StoredPackage committed = each.commit(sequence.incrementAndGet());
        write(committed);
        return committed;
    }

    private void write(StoredPackage each) throws IOException {
        Durable.write(record(each.entry()), each.toBytes());
        stored.put(each.entry(), each);
    }

    /** Deletes a package and its record, the record first: a zip without one is nothing. */
    void remove(String entry) throws IOException {
        Files.deleteIfExists(record(entry));
        Files.deleteIfExists(file(entry));
        stored.remove(entry);
        resting.remove(entry);
    }

    /** Returns the packages that are to be handled from here, in the order in which they came. */
    List<StoredPackage> committed() {
        return stored.values().stream()
                .filter(StoredPackage::committed)
                .sorted(Comparator.comparingLong(StoredPackage::sequence))
                .toList();
    }

    /** Returns whether there is room for one more package. */
    boolean hasRoom() {
        return size(stored.values().stream().filter(each -> !resting.contains(each.entry()))) < limit;
    }

    /** Returns how many bytes of packages lie here. */
    long bytes() {
        return size(stored.values().stream());
    }

    private static long size(Stream<StoredPackage> packages) {
        return packages.mapToLong(StoredPackage::size).sum();
    }

    /**
     * Makes sure that the spool can be written. One thread at a time does, since the file of one would be in the way of
     * another's.
     *
     * @throws IOException if it can't
     */
    void probe() throws IOException {
        Path file = packages.resolve(PROBE);
        probing.lock();
        try {
            Durable.write(file, new byte[] {1});
            Files.delete(file);
        } finally {
            probing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
