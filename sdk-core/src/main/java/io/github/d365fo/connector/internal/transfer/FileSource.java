package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.wire.DownloadAddress;
import java.net.URI;

/**
 * Where a file is fetched from.
 *
 * @param operation what the fetching is called
 * @param uri the address
 * @param environment whether it is the environment itself, which gets the token, and of which no ranges are known;
 *     anything else is storage, which gets no token and has its large files fetched in ranges
 * @param isPackage whether it must prove to be a whole data package
 */
record FileSource(Operation operation, URI uri, boolean environment, boolean isPackage) {
    static FileSource of(DownloadAddress address, boolean isPackage) {
        return new FileSource(Operation.DOWNLOAD, address.uri(), address.environment(), isPackage);
    }

    static FileSource storage(URI uri, boolean isPackage) {
        return new FileSource(Operation.BLOB_DOWNLOAD, uri, false, isPackage);
    }

    Request get() {
        return environment ? Request.get(operation, uri) : Request.bareGet(operation, uri);
    }
}
