package io.github.d365fo.connector.usercode;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A way in which somebody else's code fails. */
enum Way {
    RUNTIME_EXCEPTION {
        @Override
        Throwable failure() {
            return new IllegalStateException("the user's own");
        }
    },
    ASSERTION_ERROR {
        @Override
        Throwable failure() {
            return new AssertionError("the user's own");
        }
    },
    STACK_OVERFLOW {
        @Override
        Throwable failure() {
            try {
                return new IllegalStateException("not reached " + endless(1));
            } catch (StackOverflowError e) {
                return e;
            }
        }

        private long endless(long depth) {
            return endless(depth + 1) + 1;
        }
    },
    OUT_OF_MEMORY {
        @Override
        Throwable failure() {
            try {
                return new IllegalStateException("not reached " + new long[Integer.MAX_VALUE].length);
            } catch (OutOfMemoryError e) {
                return e;
            }
        }
    },
    LINKAGE_ERROR {
        @Override
        Throwable failure() {
            return new NoClassDefFoundError("com/acme/Missing");
        }
    },
    END_OF_THREAD {
        @Override
        Throwable failure() {
            return new Dying();
        }
    },
    CHECKED_EXCEPTION {
        @Override
        Throwable failure() {
            return new TimeoutException("the user's own");
        }
    },
    INTERRUPTED {
        @Override
        Throwable failure() {
            return new InterruptedException("the user's own");
        }
    },
    CANCELLED {
        @Override
        Throwable failure() {
            return new CancellationException("the user's own");
        }
    },
    COMPLETION_WITHOUT_CAUSE {
        @Override
        Throwable failure() {
            return new CompletionException("the user's own", null);
        }
    },
    UNSPEAKABLE {
        @Override
        Throwable failure() {
            return new Unspeakable();
        }
    },
    UNSPEAKABLE_CAUSE {
        @Override
        Throwable failure() {
            return new IllegalStateException("the user's own", new Unspeakable());
        }
    };

    abstract Throwable failure();

    /** Throws, also what the method that is failing does not declare. */
    final <T> T fail() {
        return Way.<T, RuntimeException>sneak(failure());
    }

    @SuppressWarnings("unchecked")
    private static <T, X extends Throwable> T sneak(Throwable failure) throws X {
        throw (X) failure;
    }

    /** What ends a thread, of the kind that {@code ThreadDeath} is. */
    private static final class Dying extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What fails even when it is asked why. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words for it");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new AssertionError("no cause for it");
        }
    }
}
