package io.github.d365fo.benchmarks.startup;

import io.github.d365fo.benchmarks.peers.Peer;
import java.net.URI;

/**
 * Makes one call, prints a line, and ends with the standard input, so that whoever started it can read the clock and the
 * CPU time in between. Loads no class that the client doesn't need.
 */
public final class FirstCall {
    static final String DEQUEUE = "/api/connector/dequeue/" + Peer.ACTIVITY;
    static final String TENANT = "contoso.onmicrosoft.com";
    static final String SECRET = "not-secret";

    private FirstCall() {}

    /** Takes the client and the address. */
    public static void main(String[] arguments) throws Exception {
        URI address = URI.create(arguments[1]);
        boolean message = switch (arguments[0]) {
            case "sdk" -> SdkFirstCall.withSecret(address);
            case "sdk, fixed token" -> SdkFirstCall.withToken(address);
            case "by-hand" -> ByHandFirstCall.withSecret(address);
            case "by-hand, fixed token" -> ByHandFirstCall.withToken(address);
            case "databind, Nimbus" -> NimbusFirstCall.withSecret(address);
            case "okhttp, databind" -> OkHttpFirstCall.withSecret(address);
            default -> throw new IllegalArgumentException("unknown client " + arguments[0]);
        };
        if (!message) {
            throw new IllegalStateException("no message");
        }
        System.out.println("called");
        if (System.in.read() >= 0) {
            throw new IllegalStateException("expected the end of the input");
        }
        System.exit(0);
    }

    static String form(URI address) {
        return "grant_type=client_credentials&client_id=" + Peer.ACTIVITY + "&client_secret=" + SECRET + "&scope="
                + address + "/.default";
    }

    static URI tokenAddress(URI address) {
        return address.resolve("/" + TENANT + "/oauth2/v2.0/token");
    }
}
