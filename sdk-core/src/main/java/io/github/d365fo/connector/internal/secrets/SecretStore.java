package io.github.d365fo.connector.internal.secrets;

import io.github.d365fo.connector.internal.stack.StackRoom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Grams grams = new Grams();

    /** Remembers a secret permanently. */
    public void keep(CharSequence secret) {
        StackRoom.STEP.require();
        Unescaped bytes = Unescaped.of(secret);
        synchronized (passing) {
            lasting.add(bytes);
        }
        lock.writeLock().lock();
        try {
            grams.add(bytes);
        } finally {
            lock.writeLock().unlock();
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
        // A stack overflow while a read lock is released leaves it locked.
        StackRoom.STEP.require();
        prepare();
        lock.readLock().lock();
        try {
            return new Search(grams).clean(text, shapes);
        } finally {
            lock.readLock().unlock();
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
            lock.writeLock().lock();
            try {
                boolean anew = forgotten > Math.max(characters, 1 << 10);
                if (anew) {
                    forgotten = 0;
                    grams = new Grams();
                    lasting.forEach(grams::add);
                }
                (anew ? passing : fresh).forEach(secret -> grams.add(Unescaped.of(secret)));
                fresh.clear();
            } finally {
                lock.writeLock().unlock();
            }
        }
    }
}
