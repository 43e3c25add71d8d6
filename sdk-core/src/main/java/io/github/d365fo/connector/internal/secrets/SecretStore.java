package io.github.d365fo.connector.internal.secrets;

import io.github.d365fo.connector.internal.stack.StackRoom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The known secrets: recent ones and permanent ones. Adding one is cheap; the index is built by the next search.
 * Thread-safe.
 */
public final class SecretStore {
    private static final int MOST = 256;

    /** Tokens are long and pop receipts are many; this bounds the memory for both. */
    private static final int MOST_CHARACTERS = 64 << 10;

    private final Set<String> passing = new LinkedHashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private final List<Unescaped> lasting = new ArrayList<>();
    private volatile String newest = "";
    private int characters;
    private int forgotten;

    /** Not one with readers, which stays taken for good if the heap is full when a reader takes it. */
    private final Lock lock = new ReentrantLock();

    private Grams grams = new Grams();

    /** Remembers a secret permanently. */
    public void keep(CharSequence secret) {
        StackRoom.STEP.require();
        Unescaped bytes = Unescaped.of(secret);
        synchronized (passing) {
            lasting.add(bytes);
        }
        lock.lock();
        try {
            grams.add(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Remembers a secret among the recent ones. */
    @SuppressWarnings("ReferenceEquality") // Equal texts are handled below; the same object comes with every call.
    public void learn(String secret) {
        if (secret == newest) {
            return;
        }
        synchronized (passing) {
            newest = secret;
            if (!passing.remove(secret)) {
                fresh.add(secret);
                characters += secret.length();
            }
            passing.add(secret);
            while (passing.size() > 1 && (passing.size() > MOST || characters > MOST_CHARACTERS)) {
                forget();
            }
        }
    }

    /** Returns {@code text} without these secrets and, if {@code shapes}, without anything that looks like a secret. */
    public String clean(String text, boolean shapes) {
        // A stack overflow while a lock is released leaves it locked.
        StackRoom.STEP.require();
        prepare();
        lock.lock();
        try {
            return new Search(grams).clean(text, shapes);
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        Iterator<String> all = passing.iterator();
        String oldest = all.next();
        all.remove();
        fresh.remove(oldest);
        characters -= oldest.length();
        forgotten += oldest.length();
    }

    /** Updates the grams. Those of forgotten secrets stay until they are as many as the others. */
    private void prepare() {
        synchronized (passing) {
            if (fresh.isEmpty()) {
                return;
            }
            lock.lock();
            try {
                boolean anew = forgotten > Math.max(characters, 1 << 10);
                Grams next = anew ? new Grams() : grams;
                if (anew) {
                    lasting.forEach(next::add);
                }
                (anew ? passing : fresh).forEach(secret -> next.add(Unescaped.of(secret)));
                // If the heap is full before, all is done again.
                grams = next;
                forgotten = anew ? 0 : forgotten;
                fresh.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
