package io.github.d365fo.testkit.internal.datamanagement;

import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.Origins;
import io.github.d365fo.testkit.internal.storage.BlobApi;
import io.github.d365fo.testkit.internal.storage.BlobRefusal;
import io.github.d365fo.testkit.internal.storage.Sas;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Addresses of blobs, with their signatures. Immutable and thread-safe. */
final class BlobAddresses {
    private final Addresses server;
    private final Sas sas;

    public BlobAddresses(Addresses server, Sas sas) {
        this.server = server;
        this.sas = sas;
    }

    /** Returns an address, below {@code here}, to upload a blob to. */
    public String forUpload(String here, String name) {
        return of(here, name, sas.writePermissions());
    }

    /** Returns an address, below {@code here}, to read a blob from. */
    public String forDownload(String here, String name) {
        return of(here, name, "r");
    }

    private String of(String here, String name, String permissions) {
        String path = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        return here + BlobApi.ROOT + path + "?" + sas.query(name, permissions);
    }

    /**
     * Returns the name in an address that may be read at {@code now}. That an address of another storage is rejected,
     * and how, is a guess.
     */
    public String name(String address, Instant now) throws ODataRefusal {
        try {
            URI uri = new URI(address);
            String bare = Origins.withoutDefaultPort(address);
            int path = bare.indexOf(BlobApi.ROOT);
            if (path < 0 || !server.owns(bare.substring(0, path))) {
                throw new ODataRefusal("The remote server returned an error: (404) Not Found.");
            }
            String name = uri.getPath().substring(BlobApi.ROOT.length());
            sas.check(HttpCall.parameters(uri.getRawQuery()), name, "r", now);
            return name;
        } catch (URISyntaxException e) {
            throw new ODataRefusal("Invalid URI: The format of the URI could not be determined.");
        } catch (BlobRefusal refusal) {
            throw new ODataRefusal("The remote server returned an error: (403) Forbidden.");
        }
    }
}
