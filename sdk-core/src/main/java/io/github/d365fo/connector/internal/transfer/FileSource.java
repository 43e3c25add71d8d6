package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.wire.DownloadAddress;
import java.net.URI;

/**
 * The source of a download.
 *
 * @param operation the operation
 * @param uri the address
 * @param environment whether it is the environment itself, which gets the token and is not known to support ranges;
 *     anything else is storage, which gets no token and whose large files are fetched in ranges
 * @param isPackage whether it must be a complete data package
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
