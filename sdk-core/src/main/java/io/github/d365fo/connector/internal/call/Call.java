package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.stack.StackRoom;
import io.github.d365fo.connector.internal.time.Stopwatch;
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
 * One call of a user: what it works on or waits for, what it holds, how long it may take, and how it is ended early.
 * Whatever becomes of it, {@link #finish()} gives back what it holds. The two kinds differ in whose threads work and
 * wait. Thread-safe.
 */
public abstract sealed class Call permits BlockingCall, AsyncCall {
    /** How long a call may take to notice its end, before it is given up: its thread may be in a user's code. */
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
    private volatile @Nullable Thread asking;
    private volatile @Nullable Thread inside;
    private volatile Subject subject;
    private volatile List<Call> parts = List.of();

    /** Makes a call about {@code subject}, one of {@code running} from its {@link #begin()} on. */
    Call(Subject subject, Duration limit, RunningCalls running, KnownSecrets secrets) {
        this.subject = subject;
        this.limit = limit;
        this.running = running;
        this.secrets = secrets;
        this.whole = this;
    }

    /** Makes a part of {@code whole}. */
    Call(Call whole) {
        this.subject = whole.subject;
        this.limit = whole.left();
        this.running = whole.running;
        this.secrets = whole.secrets;
        this.whole = whole;
    }

    /**
     * Does {@code work}, which may block, and interrupts it if the call is ended early. The future fails with what it
     * throws.
     */
    public abstract <T> CompletableFuture<T> work(Callable<T> work);

    /**
     * Waits for {@code future} to be done, no longer than the call's time. A blocking call returns a future that is done.
     * A wait that ends early cancels {@code future}.
     */
    abstract <T> CompletableFuture<T> settle(CompletableFuture<T> future);

    /** Does {@code work} of {@code operation} on this side, such as making a part file the target. Fails typed. */
    public <T> CompletableFuture<T> step(Operation operation, Callable<T> work) {
        return work(work)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        CallFailures.ofWork(operation, subject(), reason(clean(Calls.unwrap(e))))));
    }

    /** Waits for {@code future}, or until the call is ended, whose reason is then the failure. */
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
     * Begins {@code count} parts of the call, which have the same time and subject but end by themselves. They work on
     * the client's threads, whichever kind the call is.
     */
    public List<Call> begin(int count) {
        parts = Stream.<Call>generate(() -> new AsyncCall(this)).limit(count).toList();
        parts.forEach(running::addPart);
        return parts;
    }

    /** The parts are over, or not waited for any more. */
    public void forgetParts() {
        parts = List.of();
    }

    /**
     * Ends the call: it gives back what it holds. Returns false if that was done before. If this thread has no room for
     * that, a thread of the client does it soon.
     */
    public boolean finish() {
        over = true;
        StackRoom.STEP.require();
        return belongings.giveBackAll(() -> running.remove(this));
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
    public void keep(Supplier<Thread> owner) {
        synchronized (this) {
            keeper = owner;
            if (end == null) {
                return;
            }
        }
        finish();
    }

    /** Keeps {@code giveBack}, which may be run twice, for the end of the call; runs it at once if that has come. */
    public void hold(Runnable giveBack) {
        belongings.hold(giveBack);
    }

    /** Gives back what is held, before the end of the call. */
    public void giveBack(Runnable giveBack) {
        belongings.giveBack(giveBack);
    }

    /** Says what the call is about, such as a job or a message, for whoever reads of it in a log or an exception. */
    public synchronized Call about(String what) {
        subject = subject.and(what);
        return this;
    }

    /** Returns what the call is about, parted by commas; blank if nobody said. */
    public String subject() {
        return subject.toString();
    }

    /** Returns a failure of the call without the client's secrets. */
    public Throwable clean(Throwable failure) {
        return CallFailures.clean(failure, secrets);
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
            if (belongings.isOver()) {
                return;
            }
            first = end == null ? reason : end;
            end = first;
            limit = shorter(limit, since.elapsed());
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
    synchronized boolean isDue() {
        Duration elapsed = since.elapsed();
        return over || elapsed.compareTo(limit) >= 0 || worker.isLate(elapsed);
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

    /** Runs {@code work} in the present thread, which an early end interrupts. */
    <T> T inPresentThread(Callable<T> work) throws Exception {
        enter();
        try {
            return work.call();
        } finally {
            leave();
        }
    }

    /**
     * Runs {@code work} that must end by itself within {@code atMost}, inside of {@link #work}; if it does not, it is
     * interrupted a second later, and {@link #isOverdue()} tells why.
     */
    public <T> T within(Duration atMost, Callable<T> work) throws Exception {
        synchronized (this) {
            worker.limit(since.elapsed().plus(shorter(limit, atMost)).plus(LENIENCE));
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                worker.unlimit();
                if (end == null) {
                    worker.calmDown();
                }
            }
        }
    }

    /** Returns whether the last work {@linkplain #within within} a limit did not keep it. */
    public synchronized boolean isOverdue() {
        return worker.isOverdue();
    }

    /** Asks a token provider, inside of {@link #work}; a wait that closing the client ends. */
    public <T> T askForToken(Supplier<T> source) throws Exception {
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
    public synchronized void requireOpen() throws Exception {
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
        worker.enter();
    }

    private synchronized void leave() {
        worker.leave();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
