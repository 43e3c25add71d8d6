package io.github.d365fo.connector.internal.wire;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes addresses at which a machine finds its own platform: link-local ones, and the metadata services of clouds,
 * which give tokens to anyone who asks from inside. They are never storage accounts. Names are not resolved, since the
 * result may change from one lookup to the next.
 */
public final class MachineAddress {
    private static final Pattern NUMBERS = Pattern.compile("(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+)){0,3}");
    private static final Set<String> NAMES = Set.of("metadata.google.internal", "metadata.goog", "instance-data");

    /** Azure's WireServer, and the metadata services of Alibaba, Oracle and Amazon that are not link-local. */
    private static final List<byte[]> KNOWN = List.of(
            bytes(168, 63, 129, 16),
            bytes(100, 100, 100, 200),
            bytes(192, 0, 0, 192),
            bytes(0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54));

    /** The bytes before or after an IPv4 address in an IPv6 one: compatible, NAT64, 6to4. */
    private static final byte[] NAT64 = bytes(0, 0x64, 0xFF, 0x9B);

    private static final byte[] SIX_TO_FOUR = bytes(0x20, 0x02);

    private MachineAddress() {}

    /**
     * Returns whether {@code host}, as {@link java.net.URI#getHost()} returns it, is such an address in any spelling.
     */
    public static boolean is(String host) {
        String bare = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        try {
            return bare.startsWith("[") ? is(literal(bare)) : isNumber(bare) || NAMES.contains(bare);
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Parses a literal, without a lookup; the zone is dropped, since its interface need not exist here. */
    private static InetAddress literal(String text) throws UnknownHostException {
        return InetAddress.getByName(text.replaceAll("[\\[\\]]|%.*", ""));
    }

    /**
     * Parses everything that resolvers treat as an IPv4 address: one to four numbers, decimal, octal or hexadecimal.
     */
    private static boolean isNumber(String host) throws UnknownHostException {
        if (!NUMBERS.matcher(host).matches()) {
            return false;
        }
        String[] parts = host.split("\\.", -1);
        BigInteger address = BigInteger.ZERO;
        for (int i = 0; i < parts.length; i++) {
            int bits = i < parts.length - 1 ? Byte.SIZE : Byte.SIZE * (5 - parts.length);
            address = address.shiftLeft(bits).add(number(parts[i]));
        }
        // Numbers that are too large are truncated, as some resolvers do.
        int four = address.intValue();
        return is(InetAddress.getByAddress(bytes(four >>> 24, four >>> 16, four >>> 8, four)));
    }

    private static BigInteger number(String part) {
        if (part.startsWith("0x")) {
            return part.length() == 2 ? BigInteger.ZERO : new BigInteger(part.substring(2), 16);
        }
        return new BigInteger(part, part.startsWith("0") && part.matches("[0-7]+") ? 8 : 10);
    }

    private static boolean is(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        return address.isLinkLocalAddress()
                || KNOWN.stream().anyMatch(known -> Arrays.equals(known, bytes))
                || (bytes.length > 4 && embeds(bytes));
    }

    private static boolean embeds(byte[] bytes) throws UnknownHostException {
        if (startsWith(bytes, SIX_TO_FOUR)) {
            return is(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6)));
        }
        boolean compatible = startsWith(bytes, new byte[12]);
        return (compatible || startsWith(bytes, NAT64))
                && is(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)));
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return Arrays.equals(Arrays.copyOf(bytes, start.length), start);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
