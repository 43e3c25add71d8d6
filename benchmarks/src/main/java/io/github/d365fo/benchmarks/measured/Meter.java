package io.github.d365fo.benchmarks.measured;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Time, CPU and allocation of this process since a meter was started. Allocation is what collections freed plus what is
 * left, so that threads that have ended count too.
 */
public final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Set<String> HEAP = heapPools();
    private static final AtomicLong FREED = new AtomicLong();
    private static final Map<String, Long> TOLD = new ConcurrentHashMap<>();

    static {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                GarbageCollectionNotificationInfo told = GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData());
                                GcInfo info = told.getGcInfo();
                                FREED.addAndGet(
                                        used(info.getMemoryUsageBeforeGc()) - used(info.getMemoryUsageAfterGc()));
                                TOLD.merge(told.getGcName(), info.getId(), Math::max);
                            },
                            null,
                            null);
            // Nobody is told of the collections before.
            TOLD.merge(collector.getName(), collector.getCollectionCount(), Math::max);
        }
    }

    private final long used;
    private final long freed;
    private final long threads;
    private final long cpu;
    private final long begun;

    private Meter() {
        settle();
        this.used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        this.freed = FREED.get();
        this.threads = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        this.cpu = SYSTEM.getProcessCpuTime();
        this.begun = System.nanoTime();
    }

    /** Starts to measure, when all garbage was collected. */
    public static Meter start() {
        return new Meter();
    }

    /** Returns seconds, CPU seconds, allocated bytes, the process's largest resident set in bytes, started threads. */
    public String stop() throws IOException {
        double wall = (System.nanoTime() - begun) / 1e9;
        double spent = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        long started = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - threads;
        settle();
        long left = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - used;
        return wall + " " + spent + " " + Math.max(0, FREED.get() - freed + left) + " " + largestResident() + " "
                + started;
    }

    /** Collects, and waits until every collection so far was told. */
    private static void settle() {
        System.gc();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            long collections = collector.getCollectionCount();
            while (TOLD.getOrDefault(collector.getName(), 0L) < collections) {
                Thread.onSpinWait();
            }
        }
    }

    private static Set<String> heapPools() {
        Set<String> names = new HashSet<>();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                names.add(pool.getName());
            }
        }
        return names;
    }

    private static long used(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> HEAP.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static long largestResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }
}
