package io.github.d365fo.connector.internal.secrets;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The secrets in use, the last ones and those to be kept. To tell of one costs little; what a search needs is made when
 * there is one. Thread-safe.
 */
public final class SecretStore {
    private static final int MOST = 256;

    private final Set<String> passing = new LinkedHashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private final List<Unescaped> lasting = new ArrayList<>();
    private volatile String newest = "";
    private int forgotten;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Grams grams = new Grams();

    /** Keeps a secret for good. */
    public void keep(CharSequence secret) {
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

    /** Keeps a secret among the last ones. */
    @SuppressWarnings("ReferenceEquality") // Equal texts are seen to below; the same one comes with every call.
    public void learn(String secret) {
        if (secret == newest) {
            return;
        }
        synchronized (passing) {
            newest = secret;
            if (!passing.remove(secret)) {
                fresh.add(secret);
            }
            passing.add(secret);
            if (passing.size() > MOST) {
                forget();
            }
        }
    }

    /** Returns {@code text} without these secrets and, if so wanted, without what looks like one. */
    public String clean(String text, boolean shapes) {
        prepare();
        lock.readLock().lock();
        try {
            return new Search(grams).clean(text, shapes);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void forget() {
        Iterator<String> oldest = passing.iterator();
        fresh.remove(oldest.next());
        oldest.remove();
        forgotten++;
    }

    /** Brings the grams up to date. Those of forgotten secrets stay until there are many. */
    private void prepare() {
        synchronized (passing) {
            if (fresh.isEmpty()) {
                return;
            }
            lock.writeLock().lock();
            try {
                if (forgotten > MOST) {
                    forgotten = 0;
                    grams = new Grams();
                    lasting.forEach(grams::add);
                    passing.forEach(secret -> grams.add(Unescaped.of(secret)));
                } else {
                    fresh.forEach(secret -> grams.add(Unescaped.of(secret)));
                }
                fresh.clear();
            } finally {
                lock.writeLock().unlock();
            }
        }
    }
}
