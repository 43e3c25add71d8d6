package io.github.d365fo.connector.internal.secrets;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes unknown secrets by their form and context. */
final class SecretShapes {
    private static final String NAMES = "client_secret|client_assertion|assertion|access_token|refresh_token|id_token"
            + "|token|secret|password|pwd|pop_?receipt|api_?key|x-identity-header|x-amz-security-token|x-amz-signature"
            + "|signature|sig";

    /** OperationNames that follow "bearer" in a sentence or a challenge. */
    private static final String NO_TOKEN =
            "(?:tokens?|auth\\w*|realm|errors?|schemes?|headers?|challenges?|credentials?"
                    + "|is|was|are|in|or|and|not|for|of|with|from|to)(?:[.,;:!?)]*(?:\\s|$)|[\"'<=])";

    /** Each hides its first group. */
    private static final List<Pattern> ALL = List.of(
            Pattern.compile("(?i)\\bbearer[\\s:]+(?!" + NO_TOKEN + ")([A-Za-z0-9._~+/=-]+)"),
            Pattern.compile("(?i)\\b(?:basic|negotiate|ntlm)\\s+(?=[A-Za-z+/]*[0-9=])([A-Za-z0-9+/]{8,}={0,2})"),
            Pattern.compile("(eyJ[A-Za-z0-9_-]{5,2000}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)?)"),
            Pattern.compile("(?i)(?<![A-Za-z0-9_.-])(?:" + NAMES + ")\\s?=\\s?[\"']?([^&\\s\"'<>]+)"),
            Pattern.compile("(?i)[\"'](?:" + NAMES + ")[\"']\\s*:\\s*\"([^\"]+)"),
            Pattern.compile("(?i)<(?:" + NAMES + "|clientsecret|accesstoken)>([^<]+)"),
            Pattern.compile("(?i)\\bpop[ _-]?receipt[\\s:=\"'(]{1,4}(?:(?:is|was)[\\s:\"'(]{1,3})?"
                    + "(?=[A-Za-z+/_-]*[0-9=])([A-Za-z0-9+/_=-]{8,})"),
            Pattern.compile("(?i)\\?([^\\s\"'<>?]*(?<![A-Za-z0-9])sig=[^\\s\"'<>]*)"),
            Pattern.compile("://([^/@\\s\"'<>:]+:[^/@\\s\"'<>]*)@"));

    private SecretShapes() {}

    /** Marks in {@code marks} the positions of {@code text} that look like a secret. */
    static void mark(Unescaped text, BitSet marks) {
        // One character per byte: the patterns are ASCII, and positions stay the same.
        String characters = new String(text.toBytes(), StandardCharsets.ISO_8859_1);
        for (Pattern shape : ALL) {
            Matcher matcher = shape.matcher(characters);
            while (matcher.find()) {
                marks.set(text.from(matcher.start(1)), text.to(matcher.end(1) - 1));
            }
        }
    }
}
