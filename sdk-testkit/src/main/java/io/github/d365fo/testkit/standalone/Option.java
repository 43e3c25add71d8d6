package io.github.d365fo.testkit.standalone;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An argument of the program; each can also be an environment variable. */
enum Option {
    PORT("N", "the port; 0 takes any that is free. Default " + Settings.DEFAULT_PORT + "."),
    TLS("", "speaks TLS on that port, too, with a certificate of its own."),
    TLS_PORT("N", "speaks TLS on another port; 0 takes any that is free."),
    CERTIFICATE("FILE", "writes the certificate to trust to FILE, as PEM, before it answers."),
    BIND(
            "ADDRESS",
            "listens on ADDRESS of this machine; 0.0.0.0 is all. Default 127.0.0.1.\n"
                    + "Whoever reaches it can do everything, and see every secret."),
    HOST("NAME[:PORT]", "a name by which clients know the server. Can be given several times."),
    RESOURCE("URI", "a resource that tokens are issued for, besides. Can be given several times."),
    CONFIG("FILE", "a file with arguments, jobs, apps, outcomes, faults and other settings."),
    SEED("DIR", "publishes the packages in DIR, unless a state continues."),
    LOG("KIND", "prints every request, without secrets: text, json or none. Default none."),
    MAX_CONNECTIONS("N", "how many connections can be open at once. Default 512."),
    STATE("DIR", "keeps jobs, messages, files, executions and the clock in DIR."),
    FROZEN("", "lets the clock stand still until it is advanced."),
    TIME("TIME", "begins at TIME, such as 2026-01-05T08:00:00Z, and not at the real time."),
    HELP("", "shows this.");

    private static final String VARIABLES = "FAKE_CONNECTOR_";

    /** The name of the argument, such as {@code --port}. */
    final String flag;
    /** What help shows in place of a value; blank if there is none. */
    final String placeholder;

    final String description;

    Option(String placeholder, String description) {
        this.flag = "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.placeholder = placeholder;
        this.description = description;
    }

    /** Returns the option that an argument names, if any. */
    static Optional<Option> of(String argument) {
        String flag = argument.equals("-h") ? HELP.flag : argument;
        return Arrays.stream(values())
                .filter(option -> option.flag.equals(flag))
                .findFirst();
    }

    static List<String> flags() {
        return Arrays.stream(values()).map(option -> option.flag).toList();
    }

    /** Returns the name in a configuration file, such as {@code tlsPort}. */
    String field() {
        StringBuilder text = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }

    String variable() {
        return VARIABLES + name();
    }

    boolean hasValue() {
        return !placeholder.isEmpty();
    }
}
