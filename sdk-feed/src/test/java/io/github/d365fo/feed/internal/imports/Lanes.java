package io.github.d365fo.feed.internal.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Threads of a feed, simulated in one: a task is done at once, or later, or in the middle of another. */
final class Lanes extends SameThread {
    private final Random random;
    private final List<Runnable> held = new ArrayList<>();
    private final int number;
    private int running;

    /** Creates so many threads. */
    Lanes(int number, Random random) {
        this.number = number;
        this.random = random;
    }

    @Override
    public void execute(Runnable task) {
        if (number > 1 && random.nextInt(4) == 0) {
            held.add(task);
        } else {
            run(task);
        }
    }

    private void run(Runnable task) {
        running++;
        try {
            task.run();
        } finally {
            running--;
        }
    }

    /** Does a task that waits, perhaps: whoever calls is in the middle of something. */
    void meanwhile() {
        if (!held.isEmpty() && running < number && random.nextInt(3) > 0) {
            run(held.remove(random.nextInt(held.size())));
        }
    }

    /** Does a task that waits unless one is under way, since nothing else may go on. */
    void look() {
        if (running == 0 && !held.isEmpty() && random.nextInt(8) > 0) {
            run(held.remove(random.nextInt(held.size())));
        }
    }
}
