package io.github.d365fo.testkit.standalone;

/** What {@code --help} shows. */
final class Help {
    private static final int INDENT = 22;

    private Help() {}

    /** Numbers are not formatted, since some languages have other digits. */
    static String text() {
        StringBuilder text =
                new StringBuilder("A fake connector server of Dynamics 365 Finance and Operations, for tests.\n\n");
        for (Option option : Option.values()) {
            String left = "  " + option.flag + " " + option.placeholder;
            text.append(left).append(" ".repeat(Math.max(1, INDENT - left.length())));
            text.append(option.description.replace("\n", "\n" + " ".repeat(INDENT)))
                    .append('\n');
        }
        return text.append("\n--port=N and --port N are the same, and so is the variable " + Option.PORT.variable()
                        + "=N; --frozen is\n" + Option.FROZEN.variable() + "=true. An argument wins over a variable."
                        + " What the server does is shown at\nhttp://127.0.0.1:" + Settings.DEFAULT_PORT
                        + "/__admin/, how to tell it what to do at /__admin/openapi.json.\n")
                .toString();
    }
}
