package io.github.d365fo.testkit.internal.http;

/** The logger of the fake server, named after its public package. */
public final class Log {
    public static final System.Logger SERVER = System.getLogger("io.github.d365fo.testkit");

    private Log() {}
}
