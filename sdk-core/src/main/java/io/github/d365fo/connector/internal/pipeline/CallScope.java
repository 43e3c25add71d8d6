package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.stack.StackRoom;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of a user: what it works on or waits for, what it holds, how long it may take, and how it is ended early.
 * Whatever becomes of it, {@link #finish()} gives back what it holds. Thread-safe.
 */
public final class CallScope {
    /** How long a call may take to notice its end, before it is given up: its thread may be in a user's code. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LENIENCE = Duration.ofSeconds(1);
    /** What a server calls its things is shown, but not without end. */
    private static final int LONGEST = 200;

    private final RunningCalls running;
    private final KnownSecrets secrets;
    private final CallScope whole;
    private final List<String> subject = new CopyOnWriteArrayList<>();
    private final Stopwatch since = new Stopwatch();
    /** What was taken last is given back first: a connection before the right to have one. */
    private final Deque<Runnable> held = new ArrayDeque<>(4);

    private Duration limit;
    private @Nullable Exception end;
    private boolean closing;
    private @Nullable Supplier<Thread> keeper;
    private volatile boolean over;
    private boolean finished;
    private volatile @Nullable Runnable givenUp;
    private @Nullable CompletableFuture<?> wait;
    private @Nullable Thread worker;
    private volatile @Nullable Thread asking;
    private @Nullable Duration workLimit;
    private boolean overdue;
    private boolean interrupted;
    private boolean wasInterrupted;
    private volatile @Nullable Thread inside;
    private volatile List<CallScope> parts = List.of();

    /** Makes a call of no client that may take {@code limit}. */
    public CallScope(Duration limit) {
        this(limit, new RunningCalls(Runnable::run, () -> {}), new KnownSecrets());
    }

    /** Makes a call, one of {@code running} from its {@link #begin()} on, that may take {@code limit}. */
    CallScope(Duration limit, RunningCalls running, KnownSecrets secrets) {
        this.limit = limit;
        this.running = running;
        this.secrets = secrets;
        this.whole = this;
    }

    private CallScope(CallScope whole) {
        this.limit = whole.left();
        this.running = whole.running;
        this.secrets = whole.secrets;
        this.whole = whole;
        this.subject.addAll(whole.subject);
    }

    /**
     * Begins the call.
     *
     * @throws IllegalStateException if the client is closed
     */
    void begin() {
        running.add(this);
    }

    /** Begins {@code count} parts of the call, which have the same time and subject but end by themselves. */
    List<CallScope> begin(int count) {
        parts = Stream.generate(() -> new CallScope(this)).limit(count).toList();
        parts.forEach(running::addPart);
        return parts;
    }

    /** Ends all parts. */
    void cancelParts() {
        parts.forEach(CallScope::cancel);
    }

    /** The parts are over, or not waited for any more. */
    void forgetParts() {
        parts = List.of();
    }

    /**
     * Ends the call: it gives back what it holds. Returns false if that was done before. If this thread has no room for
     * that, a thread of the client does it soon.
     */
    boolean finish() {
        over = true;
        StackRoom.STEP.require();
        List<Runnable> back;
        synchronized (this) {
            if (finished) {
                return false;
            }
            finished = true;
            back = List.copyOf(held);
            held.clear();
        }
        try {
            back.forEach(Runnable::run);
        } finally {
            running.remove(this);
        }
        return true;
    }

    /** Ends the call unless its value has {@linkplain #keep kept} it. */
    void finishUnlessKept() {
        if (!isKept()) {
            finish();
        }
    }

    /**
     * Lets the call go on when its value is here, until that value's owner ends it with {@link #finish()}; {@code owner}
     * returns the thread that used the value last.
     */
    void keep(Supplier<Thread> owner) {
        synchronized (this) {
            keeper = owner;
            if (end == null) {
                return;
            }
        }
        finish();
    }

    /** Keeps {@code giveBack}, which may be run twice, for the end of the call; runs it at once if that has come. */
    void hold(Runnable giveBack) {
        synchronized (this) {
            if (!finished) {
                held.push(giveBack);
                return;
            }
        }
        giveBack.run();
    }

    /** Gives back what is held, before the end of the call. */
    void giveBack(Runnable giveBack) {
        synchronized (this) {
            held.remove(giveBack);
        }
        giveBack.run();
    }

    /** Says what the call is about, such as a job or a message, for whoever reads of it in a log or an exception. */
    public CallScope about(String what) {
        String clean = what.replaceAll("\\p{Cntrl}", "?");
        String line = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
        if (!subject.contains(line)) {
            subject.add(line);
        }
        return this;
    }

    /** Returns what the call is about, parted by commas; blank if nobody said. */
    public String subject() {
        return String.join(", ", subject);
    }

    /** Returns a failure of the call without the client's secrets. */
    Throwable clean(Throwable failure) {
        return Failures.clean(failure, secrets);
    }

    /** Sets what is done when the call is given up, because it does not notice its end. */
    void whenGivenUp(Runnable action) {
        givenUp = action;
    }

    /** Returns the time that is left, in real time; never less than a millisecond. */
    public synchronized Duration left() {
        Duration left = since.remaining(limit);
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    /** Ends the call because its user wants so. */
    public void cancel() {
        StackRoom.STEP.require();
        end(new EarlyEnd.Cancelled());
    }

    /** Ends the call early: a wait is withdrawn, work is interrupted, and nothing more begins. The first reason counts. */
    void end(Exception reason) {
        CompletableFuture<?> withdrawn;
        Exception first;
        synchronized (this) {
            if (finished) {
                return;
            }
            first = end == null ? reason : end;
            end = first;
            limit = shorter(limit, since.elapsed());
            interruptWorker();
            withdrawn = wait;
        }
        if (withdrawn != null) {
            withdrawn.completeExceptionally(first);
        }
        if (isKept()) {
            finish();
        }
    }

    /** Returns why the call was ended early, or empty if it was not. */
    synchronized Optional<Exception> ended() {
        return Optional.ofNullable(end);
    }

    /** Lets what is on the wire go on for {@code grace}; a wait ends at once, and no exchange begins any more. */
    void close(Duration grace) {
        boolean waits;
        synchronized (this) {
            closing = true;
            Duration elapsed = since.elapsed();
            limit = elapsed.plus(shorter(limit.minus(elapsed), grace));
            // A wait for parts is none: they have exchanges on the wire.
            waits = asking != null || (wait != null && parts.isEmpty());
        }
        if (waits) {
            end(new EarlyEnd.Closed());
        } else {
            check();
        }
    }

    /** Returns whether {@link #check} has something to do. */
    boolean isDue() {
        if (over) {
            return true;
        }
        synchronized (this) {
            Duration elapsed = since.elapsed();
            return elapsed.compareTo(limit) >= 0 || (workLimit != null && elapsed.compareTo(workLimit) >= 0);
        }
    }

    /** Ends what has had its time, and gives up a call that has been ended and does not notice. */
    void check() {
        if (over) {
            finish();
            return;
        }
        Duration late;
        boolean closed;
        synchronized (this) {
            Duration elapsed = since.elapsed();
            late = elapsed.minus(limit);
            closed = closing;
            if (workLimit != null && elapsed.compareTo(workLimit) >= 0) {
                overdue = true;
                interruptWorker();
            }
        }
        if (!late.isNegative()) {
            end(closed ? new EarlyEnd.Closed() : new EarlyEnd.OutOfTime());
        }
        if (late.compareTo(PATIENCE) >= 0) {
            giveUp();
        }
    }

    private void giveUp() {
        Runnable action = givenUp;
        if (finish() && action != null) {
            running.execute(action);
        }
    }

    /** Runs {@code work} in the present thread, which an early end interrupts. */
    <T> T run(Callable<T> work) throws Exception {
        enter();
        try {
            return work.call();
        } finally {
            leave();
        }
    }

    /**
     * Runs {@code work} that must end by itself within {@code atMost}, inside of {@link #run}; if it does not, it is
     * interrupted a second later, and {@link #isOverdue()} tells why.
     */
    <T> T within(Duration atMost, Callable<T> work) throws Exception {
        synchronized (this) {
            workLimit = since.elapsed().plus(shorter(limit, atMost)).plus(LENIENCE);
            overdue = false;
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                workLimit = null;
                if (end == null) {
                    calmDown();
                }
            }
        }
    }

    /** Returns whether the last work {@linkplain #within within} a limit did not keep it. */
    synchronized boolean isOverdue() {
        return overdue;
    }

    /** Asks a token provider, inside of {@link #run}; a wait that closing the client ends. */
    <T> T askForToken(Supplier<T> source) throws Exception {
        synchronized (this) {
            requireOpen();
            asking = Thread.currentThread();
        }
        try {
            return source.get();
        } finally {
            asking = null;
        }
    }

    /** Returns whether {@code thread} is in the middle of asking a token provider for this call. */
    boolean isAskingForToken(Thread thread) {
        return asking == thread;
    }

    /** Runs a part of the call in the present thread, so that {@link #isInside} knows about it. */
    <T> T inside(Supplier<T> part) {
        inside = Thread.currentThread();
        try {
            return part.get();
        } finally {
            if (inside == Thread.currentThread()) {
                inside = null;
            }
        }
    }

    /** Returns whether {@code thread} is in the middle of this call or a part of it, in a user's callback for example. */
    boolean isInside(Thread thread) {
        return whole.isHere(thread) || whole.parts.stream().anyMatch(part -> part.isHere(thread));
    }

    private boolean isHere(Thread thread) {
        Supplier<Thread> owner = keeper();
        return inside == thread || (owner != null && owner.get() == thread);
    }

    /** Throws if no exchange may begin any more. */
    synchronized void requireOpen() throws Exception {
        if (end != null) {
            throw end;
        }
        if (closing) {
            throw new EarlyEnd.Closed();
        }
    }

    /** Lets an early end withdraw {@code future}, until it is {@link #waited()} for. */
    void waitFor(CompletableFuture<?> future) {
        Exception reason;
        synchronized (this) {
            wait = future;
            reason = end == null && closing && parts.isEmpty() ? new EarlyEnd.Closed() : end;
        }
        if (reason != null) {
            future.completeExceptionally(reason);
        }
    }

    /** The wait is over. */
    synchronized void waited() {
        wait = null;
    }

    private synchronized @Nullable Supplier<Thread> keeper() {
        return keeper;
    }

    private boolean isKept() {
        return keeper() != null;
    }

    private synchronized void enter() throws Exception {
        if (end != null) {
            throw end;
        }
        worker = Thread.currentThread();
    }

    private synchronized void leave() {
        worker = null;
        calmDown();
    }

    private void interruptWorker() {
        if (worker != null) {
            wasInterrupted |= !interrupted && worker.isInterrupted();
            interrupted = true;
            worker.interrupt();
        }
    }

    /** An interrupt of ours was meant for the call and not for what comes next on this thread. */
    private void calmDown() {
        if (interrupted && !wasInterrupted) {
            Thread.interrupted();
        }
        interrupted = false;
        wasInterrupted = false;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
