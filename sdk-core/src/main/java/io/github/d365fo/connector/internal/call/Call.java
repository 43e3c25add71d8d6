package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.observe.CallEvents;
import io.github.d365fo.connector.internal.stack.StackRoom;
import io.github.d365fo.connector.internal.time.Stopwatch;
import io.github.d365fo.connector.internal.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of a user: its work and waits, the resources it holds, its time limit, and its early end. However it ends,
 * {@link #finish()} releases its resources. The two kinds differ in the threads that work and wait. Thread-safe.
 */
public abstract sealed class Call permits BlockingCall, AsyncCall {
    /** How long a call may take to react to its end before it is given up: its thread may be running a user's code. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LENIENCE = Duration.ofSeconds(1);

    final RunningCalls running;
    private final KnownSecrets secrets;
    private final Call whole;
    private final Stopwatch since = new Stopwatch();
    private final Worker worker = new Worker();
    private final Belongings belongings = new Belongings();

    private Duration limit;
    private @Nullable Exception end;
    private boolean closing;
    private @Nullable Supplier<Thread> keeper;
    private volatile boolean over;
    private volatile @Nullable Runnable givenUp;
    private @Nullable CompletableFuture<?> wait;
    private volatile boolean asking;
    private volatile @Nullable Thread inside;
    private final CallEvents events;
    private volatile List<Call> parts = List.of();

    /** Creates a call that tells {@code events}, which {@link #begin()} adds to {@code running}. */
    Call(CallEvents events, Duration limit, RunningCalls running, KnownSecrets secrets) {
        this.events = events;
        this.limit = limit;
        this.running = running;
        this.secrets = secrets;
        this.whole = this;
    }

    /** Creates a part of {@code whole}. */
    Call(Call whole) {
        this.events = whole.events;
        this.limit = whole.left();
        this.running = whole.running;
        this.secrets = whole.secrets;
        this.whole = whole;
    }

    /**
     * Runs {@code work}, which may block, and interrupts it if the call is ended early. The future fails with its
     * exception.
     */
    public abstract <T> CompletableFuture<T> work(Callable<T> work);

    /**
     * Waits until {@code future} is done or the call's time is up. A blocking call returns a completed future. A wait
     * that ends early cancels {@code future}.
     */
    abstract <T> CompletableFuture<T> settle(CompletableFuture<T> future);

    /**
     * Runs local {@code work} of {@code operation}, such as renaming a part file. Fails with a
     * {@link io.github.d365fo.connector.error.ConnectorException}.
     */
    public <T> CompletableFuture<T> step(Operation operation, Callable<T> work) {
        return work(work)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        CallFailures.ofWork(operation, subject(), reason(clean(Calls.unwrap(e))))));
    }

    /** Waits for {@code future}, or until the call is ended; then fails with the reason of that. */
    public <T> CompletableFuture<T> await(CompletableFuture<T> future) {
        if (future.isDone() && !future.isCompletedExceptionally()) {
            return future;
        }
        return settle(future).exceptionallyCompose(e -> CompletableFuture.failedFuture(reason(Calls.unwrap(e))));
    }

    /** Returns why the call was ended, or else {@code failure}. */
    public Throwable reason(Throwable failure) {
        return ended().<Throwable>map(Function.identity()).orElse(failure);
    }

    /**
     * Begins the call.
     *
     * @throws IllegalStateException if the client is closed
     */
    void begin() {
        running.add(this);
    }

    /**
     * Starts {@code count} parts of the call, which share its time limit and subject but end separately. They run on
     * the client's threads, whatever the kind of the call.
     */
    public List<Call> begin(int count) {
        parts = Stream.<Call>generate(() -> new AsyncCall(this)).limit(count).toList();
        parts.forEach(running::addPart);
        return parts;
    }

    /** Forgets the parts, which are over or no longer waited for. */
    public void forgetParts() {
        parts = List.of();
    }

    /**
     * Ends the call and releases its resources. Returns false if that was done before. If this thread's stack has no
     * room for that, a thread of the client does it soon.
     */
    public boolean finish() {
        over = true;
        StackRoom.STEP.require();
        return belongings.releaseAll(() -> running.remove(this));
    }

    /** Ends the call unless its value has {@linkplain #keep kept} it. */
    void finishUnlessKept() {
        if (!isKept()) {
            finish();
        }
    }

    /** Does the same on the thread that began the call, which has room for the whole of it. */
    void finishWhereBegunUnlessKept() {
        if (!isKept()) {
            over = true;
            belongings.releaseAll(() -> running.remove(this));
        }
    }

    /**
     * Keeps the call open after its value is returned, until the value's owner ends it with {@link #finish()};
     * {@code owner} returns the thread that used the value last.
     */
    public void keep(Supplier<Thread> owner) {
        synchronized (this) {
            keeper = owner;
            if (end == null) {
                return;
            }
        }
        finish();
    }

    /** Keeps {@code giveBack}, which may run twice, for the end of the call; runs it at once if the call has ended. */
    public void hold(Runnable giveBack) {
        belongings.hold(giveBack);
    }

    /** Releases a resource before the end of the call. */
    public void giveBack(Runnable giveBack) {
        belongings.giveBack(giveBack);
    }

    /** Returns what the call tells of itself. */
    public CallEvents events() {
        return events;
    }

    /** Returns what the call is about, separated by commas. */
    public String subject() {
        return events.subject().toString();
    }

    /** Returns a failure of the call without the client's secrets. */
    public Throwable clean(Throwable failure) {
        return CallFailures.clean(failure, secrets);
    }

    /** Sets the action for a call that is given up because it does not react to its end. */
    void whenGivenUp(Runnable action) {
        givenUp = action;
    }

    /** Returns the time that is left, in real time; never less than a millisecond. */
    public synchronized Duration left() {
        Duration left = since.remaining(limit);
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    /** Ends the call on request of its user. */
    public void cancel() {
        StackRoom.STEP.require();
        end(new EarlyEnd.Cancelled());
    }

    /** Ends the call early: cancels a wait, interrupts work, and lets nothing more start. The first reason counts. */
    void end(Exception reason) {
        CompletableFuture<?> withdrawn;
        Exception first;
        synchronized (this) {
            if (belongings.isOver()) {
                return;
            }
            first = end == null ? reason : end;
            end = first;
            limit = Time.shorter(limit, since.elapsed());
            worker.interrupt();
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
    public synchronized Optional<Exception> ended() {
        return Optional.ofNullable(end);
    }

    /** Lets an exchange on the wire continue for {@code grace}; a wait ends at once, and no further exchange starts. */
    void close(Duration grace) {
        boolean waits;
        synchronized (this) {
            closing = true;
            Duration elapsed = since.elapsed();
            limit = elapsed.plus(Time.shorter(limit.minus(elapsed), grace));
            // A wait for parts does not count: they have exchanges on the wire.
            waits = asking || (wait != null && parts.isEmpty());
        }
        if (waits) {
            end(new EarlyEnd.Closed());
        } else {
            check();
        }
    }

    /** Returns whether {@link #check} has something to do. */
    synchronized boolean isDue() {
        Duration elapsed = since.elapsed();
        return over || elapsed.compareTo(limit) >= 0 || worker.isLate(elapsed);
    }

    /** Ends work that has used up its time, and gives up a call that does not react to its end. */
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
            worker.check(elapsed);
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

    /** Runs {@code work} on the current thread, which an early end interrupts. */
    <T> T inPresentThread(Callable<T> work) throws Exception {
        enter();
        try {
            return work.call();
        } finally {
            leave();
        }
    }

    /**
     * Runs {@code work} that must end by itself within {@code atMost}, inside {@link #work}; if it does not, it is
     * interrupted a second later and {@link #isOverdue()} returns true.
     */
    public <T> T within(Duration atMost, Callable<T> work) throws Exception {
        synchronized (this) {
            worker.limit(since.elapsed().plus(Time.shorter(limit, atMost)).plus(LENIENCE));
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                worker.unlimit();
                if (end == null) {
                    worker.clearInterrupt();
                }
            }
        }
    }

    /** Returns whether the last work {@linkplain #within within} a limit exceeded it. */
    public synchronized boolean isOverdue() {
        return worker.isOverdue();
    }

    /** Asks a token provider, inside {@link #work}; closing the client ends this wait. */
    public <T> T askForToken(Supplier<T> source) throws Exception {
        synchronized (this) {
            requireOpen();
            asking = true;
        }
        try {
            return running.asking(source);
        } finally {
            asking = false;
        }
    }

    /** Runs a part of the call on the current thread, so that {@link #isInside} knows about it. */
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

    /** Returns whether {@code thread} is running this call or a part of it, for example in a user's callback. */
    boolean isInside(Thread thread) {
        return whole.isHere(thread) || whole.parts.stream().anyMatch(part -> part.isHere(thread));
    }

    private boolean isHere(Thread thread) {
        Supplier<Thread> owner = keeper();
        return inside == thread || (owner != null && owner.get() == thread);
    }

    /** Throws if no further exchange may start. */
    public synchronized void requireOpen() throws Exception {
        if (end != null) {
            throw end;
        }
        if (closing) {
            throw new EarlyEnd.Closed();
        }
    }

    /** Lets an early end cancel {@code future}, until {@link #waited()} is called. */
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

    boolean isKept() {
        return keeper() != null;
    }

    private synchronized void enter() throws Exception {
        if (end != null) {
            throw end;
        }
        worker.enter();
    }

    private synchronized void leave() {
        worker.leave();
    }
}
