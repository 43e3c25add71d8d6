package io.github.d365fo.testkit.internal.journal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Decodes a text in every way it may be encoded: percent-encoded, escaped as in JSON or XML, in Base64 or hexadecimal,
 * also nested. All without white space.
 */
final class Decodings {
    private static final int MOST = 200;

    private static final Pattern UNICODE = Pattern.compile("\\\\+u([0-9a-fA-F]{4})");
    private static final Pattern REFERENCE = Pattern.compile("&#(?:x([0-9a-fA-F]{1,5})|([0-9]{1,6}));");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F:-]{32,}");
    private static final Pattern SPACE = Pattern.compile("[\\s\\x00]+");

    private static final List<UnaryOperator<String>> WAYS = List.of(
            Decodings::percent, Decodings::plus, Decodings::json, Decodings::xml, Decodings::base64, Decodings::hex);

    private Decodings() {}

    static Set<String> of(String text) {
        Set<String> readings = new LinkedHashSet<>();
        read(withoutSpace(text), 4, readings);
        return readings;
    }

    static String withoutSpace(String text) {
        return SPACE.matcher(text).replaceAll("");
    }

    private static void read(String text, int depth, Set<String> readings) {
        if (text.isEmpty() || readings.size() >= MOST || !readings.add(text) || depth == 0) {
            return;
        }
        for (UnaryOperator<String> way : WAYS) {
            String other = withoutSpace(way.apply(text));
            if (!other.equals(text)) {
                read(other, depth - 1, readings);
            }
        }
    }

    private static String percent(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            // Here a plus sign is a plus sign.
            return URLDecoder.decode(
                    text.replace("+", "%2B").replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("every percent sign is followed by two digits", e);
        }
    }

    /** In a form a plus sign means a space. */
    private static String plus(String text) {
        return text.replace("+", "");
    }

    private static String json(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return UNICODE.matcher(text)
                .replaceAll(match -> quoted(Integer.parseInt(match.group(1), 16)))
                .replaceAll("\\\\+[rnt]", "")
                .replaceAll("\\\\+(.)", "$1");
    }

    private static String xml(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> quoted(
                        match.group(1) == null
                                ? Integer.parseInt(match.group(2))
                                : Integer.parseInt(match.group(1), 16)))
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    /** Returns all possible decodings of runs of digits, since it is unknown where one begins. */
    private static String base64(String text) {
        StringBuilder read = new StringBuilder();
        BASE64.matcher(text).results().map(MatchResult::group).forEach(run -> {
            for (int skip = 0; skip < 4; skip++) {
                String digits = run.substring(skip).replace('-', '+').replace('_', '/');
                digits = digits.length() % 4 == 1 ? digits.substring(0, digits.length() - 1) : digits;
                read.append(new String(Base64.getDecoder().decode(digits), StandardCharsets.UTF_8))
                        .append('|');
            }
        });
        return read.toString();
    }

    private static String hex(String text) {
        StringBuilder read = new StringBuilder();
        HEX.matcher(text).results().forEach(run -> {
            String digits = run.group().replaceAll("[:-]", "").toLowerCase(Locale.ROOT);
            for (int skip = 0; skip < 2; skip++) {
                int end = digits.length() - (digits.length() - skip) % 2;
                byte[] bytes = HexFormat.of().parseHex(digits.substring(skip, end));
                read.append(new String(bytes, StandardCharsets.UTF_8)).append('|');
            }
        });
        return read.toString();
    }

    private static String quoted(int codePoint) {
        return Character.isValidCodePoint(codePoint)
                ? java.util.regex.Matcher.quoteReplacement(Character.toString(codePoint))
                : "";
    }
}
