package io.github.d365fo.feed.internal.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the disk of a machine looks like when its process has died: writes that were under way have left anything behind,
 * and now and then a record that was whole is zeroed, as bad blocks do.
 */
final class Damage {
    private static final int BLOCK = 4096;

    private final World world;
    private final Path ledger;
    private final Path packages;
    private final Path aside;

    Damage(World world, Path spool) {
        this.world = world;
        this.ledger = spool.resolveSibling("ledger").resolve("ledger.log");
        this.packages = spool.resolve("packages");
        this.aside = spool.resolve("damaged");
    }

    /** Leaves the remains of an append to the ledger and of the writing of a record. Neither had returned. */
    void cutWrites() throws IOException {
        if (world.chance(50) && Files.exists(ledger)) {
            List<String> lines = Files.readAllLines(ledger);
            byte[] torn = new byte[0];
            if (!lines.isEmpty()) {
                byte[] last = (lines.get(lines.size() - 1) + "\n").getBytes(StandardCharsets.UTF_8);
                torn = Arrays.copyOf(last, world.random.nextInt(last.length));
            }
            boolean zeroed = world.random.nextBoolean();
            byte[] tail = zeroed ? Arrays.copyOf(torn, torn.length + world.random.nextInt(BLOCK)) : torn;
            Files.write(ledger, tail, StandardOpenOption.APPEND);
            world.tell("the ledger has a torn end of " + tail.length + " bytes");
        }
        Optional<Path> record = anyRecord();
        if (world.chance(30) && record.isPresent()) {
            byte[] whole = Files.readAllBytes(record.get());
            Path next = record.get().resolveSibling(record.get().getFileName() + ".new");
            Files.write(next, Arrays.copyOf(whole, world.random.nextInt(whole.length)));
            world.tell("a record is written in part");
        }
    }

    /** Zeroes a record of the spool, and returns its name if there was one. */
    Optional<Path> zeroRecord() throws IOException {
        Optional<Path> record = world.chance(8) ? anyRecord() : Optional.empty();
        if (record.isPresent()) {
            byte[] whole = Files.readAllBytes(record.get());
            if (whole[0] == 0) {
                return Optional.empty();
            }
            StoredPackage stored = StoredPackage.parse(whole);
            World.Message message = world.named(stored.names().correlationId());
            message.setAside |= stored.committed();
            Files.write(record.get(), new byte[whole.length]);
            world.tell("a zeroed record of message " + message.number);
        }
        return record;
    }

    /** Returns whether a zeroed record was set aside with its package, and somebody was told. */
    boolean isToldOf(Path record) {
        String name = record.getFileName().toString();
        String entry = name.substring(0, name.lastIndexOf('.'));
        return Files.exists(aside.resolve(name))
                && Files.notExists(packages.resolve(entry + ".zip"))
                && world.story.stream().anyMatch(line -> line.contains("reading a record") && line.contains(entry));
    }

    /** Returns a file that belongs to no package, if there is one. */
    Optional<Path> forgotten(Spool spool) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(packages)) {
            all = files.toList();
        }
        for (Path file : all) {
            String entry = file.getFileName().toString().replaceFirst("\\.(zip|properties)$", "");
            if (spool.find(entry).isEmpty()) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private Optional<Path> anyRecord() throws IOException {
        if (Files.notExists(packages)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(packages)) {
            List<Path> records = files.filter(file -> file.toString().endsWith(".properties"))
                    .sorted()
                    .toList();
            return records.isEmpty()
                    ? Optional.empty()
                    : Optional.of(records.get(world.random.nextInt(records.size())));
        }
    }
}
