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
 * The secrets in use, the last ones and those to be kept. To tell of one costs little; what a search needs is made when
 * there is one. Thread-safe.
 */
public final class SecretStore {
    private static final int MOST = 256;

    /** Tokens are long and pop receipts are many; so much of either is kept in memory. */
    private static final int MOST_CHARACTERS = 64 << 10;

    private final Set<String> passing = new LinkedHashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private final List<Unescaped> lasting = new ArrayList<>();
    private volatile String newest = "";
    private int characters;
    private int forgotten;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Grams grams = new Grams();

    /** Keeps a secret for good. */
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
                characters += secret.length();
            }
            passing.add(secret);
            while (passing.size() > 1 && (passing.size() > MOST || characters > MOST_CHARACTERS)) {
                forget();
            }
        }
    }

    /** Returns {@code text} without these secrets and, if so wanted, without what looks like one. */
    public String clean(String text, boolean shapes) {
        // An overflow in the midst of giving a read lock back leaves it taken.
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

    /** Brings the grams up to date. Those of forgotten secrets stay until there are as many as others. */
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
